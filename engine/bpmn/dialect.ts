/** BPMN's part of the kernel contract: each hook sets a token game in motion and plays it out. */
import type { DecideContext, Dialect, Outcome } from '../case/dialect.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { reject } from '../stream/rejection.ts';
import { triggerBoundaryEvent } from './behavior/boundary-events.ts';
import { catchError, findErrorCatch } from './behavior/error-propagation.ts';
import { nextOf, schedule } from './behavior/timer.ts';
import { activate, complete, enter, takeResult, terminateContent } from './lifecycle.ts';
import type { FlowNode, ProcessModel } from './model.ts';
import { TokenGame } from './token-game.ts';

type Context = DecideContext<ProcessModel>;

/** What the element instance waited for has come, with its variables. */
const eventArrived = (game: TokenGame, instance: Ordinal, target: FlowNode, variables: JsonObject): Outcome => {
  const node = game.nodeOf(instance);
  if (target.kind === 'BOUNDARY_EVENT') {
    triggerBoundaryEvent(game, instance, target, variables);
    return game.play();
  }
  const catching = node.behavior.onEvent?.(game, instance, target) ?? instance;
  takeResult(game, catching, target, variables);
  complete(game, catching, target);
  return game.play();
};

/** Elements where a case may be told to start: those of the process itself that a token could reach. */
const startNodes = (ctx: Context, ids: readonly string[]): readonly FlowNode[] | string => {
  const nodes: FlowNode[] = [];
  for (const id of ids) {
    const node = ctx.model.nodes.get(id);
    if (node === undefined) return `the process has no element '${id}'`;
    if (node.kind === 'START_EVENT' || node.kind === 'BOUNDARY_EVENT') return `'${id}' is a start or boundary event`;
    if (node.parent !== null) return `'${id}' is inside sub-process '${node.parent}'`;
    nodes.push(node);
  }
  return nodes;
};

export const bpmnDialect: Dialect<ProcessModel> = {
  name: 'bpmn',

  start: (ctx, { startInstructions }) => {
    const nodes = startInstructions === undefined ? [ctx.model.start] : startNodes(ctx, startInstructions);
    if (typeof nodes === 'string')
      return reject('INVALID_ARGUMENT', `Expected to start at elements of the process itself, but ${nodes}`);
    const game = new TokenGame(ctx);
    // All are there before the first goes on: else an end event among them would end the case too early.
    const instances = nodes.map((node) => ({ node, instance: activate(game, node, 0) }));
    for (const { node, instance } of instances) enter(game, instance, node);
    return game.play();
  },

  workCompleted: (ctx, instance, result) => {
    const game = new TokenGame(ctx);
    const node = game.nodeOf(instance);
    takeResult(game, instance, node, result);
    complete(game, instance, node);
    return game.play();
  },

  catches: (ctx, instance, errorCode) => findErrorCatch(new TokenGame(ctx), instance, errorCode) !== undefined,

  errorThrown: (ctx, instance, { errorCode, variables }) => {
    const game = new TokenGame(ctx);
    const caught = findErrorCatch(game, instance, errorCode);
    if (caught === undefined) throw new Error(`Expected error '${errorCode}' to be caught, but nothing catches it`);
    catchError(game, caught, variables);
    return game.play();
  },

  timerFired: (ctx, timer) => {
    const game = new TokenGame(ctx);
    const target = game.node(timer.target);
    const next = nextOf(timer);
    if (next !== undefined) schedule(game, timer.instance, timer.target, next);
    return eventArrived(game, timer.instance, target, {});
  },

  messageArrived: (ctx, { instance, target }, variables) => {
    const game = new TokenGame(ctx);
    return eventArrived(game, instance, game.node(target), variables);
  },

  resume: (ctx, { instance, phase }) => {
    const game = new TokenGame(ctx);
    const node = game.nodeOf(instance);
    if (phase === 'activate') enter(game, instance, node);
    else complete(game, instance, node);
    return game.play();
  },

  proceed: (ctx) => {
    const game = new TokenGame(ctx);
    game.takeUpWaiting();
    return game.play();
  },

  terminate: (ctx) => terminateContent(new TokenGame(ctx), 0),

  eventSent: (_ctx, { event }) =>
    reject('INVALID_STATE', `Expected to send event '${event}' to a statechart, but the case is of a BPMN process`),
};
