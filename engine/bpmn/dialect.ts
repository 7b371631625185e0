/** BPMN's part of the kernel contract: each hook sets a token game in motion and plays it out. */
import type { Dialect, Outcome } from '../case/dialect.ts';
import type { Context } from '../case/draft.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { reject } from '../stream/rejection.ts';
import { nextOf, schedule } from '../work/timer.ts';
import { triggerBoundaryEvent } from './behavior/boundary-events.ts';
import { catchError, findErrorCatch } from './behavior/error-propagation.ts';
import { behaviorOf } from './element/index.ts';
import type { Graph } from './graph.ts';
import { activate, complete, enter, goOnEnding, takeResult, terminate } from './lifecycle.ts';
import type { FlowNode } from './model.ts';
import { TokenGame } from './token-game.ts';

const gameOf = (ctx: Context<Graph>): TokenGame => new TokenGame(ctx, behaviorOf);

/** What the element instance waited for has come, with its variables. */
const eventArrived = (game: TokenGame, instance: Ordinal, target: FlowNode, variables: JsonObject): Outcome => {
  if (target.kind === 'boundaryEvent') {
    triggerBoundaryEvent(game, instance, target, variables);
    return game.play();
  }
  const catching = behaviorOf(game.nodeOf(instance)).onEvent?.(game, instance, target) ?? instance;
  takeResult(game, catching, target, variables);
  complete(game, catching, target);
  return game.play();
};

/** Elements where a case may be told to start: those of the process itself that a token could reach. */
const startNodes = ({ model: graph }: Context<Graph>, ids: readonly string[]): readonly FlowNode[] | string => {
  const nodes: FlowNode[] = [];
  for (const id of ids) {
    const node = graph.find(id);
    if (node === undefined || node.parent === null) return `the process has no element '${id}'`;
    if (node.kind === 'startEvent' || node.kind === 'boundaryEvent') return `'${id}' is a start or boundary event`;
    if (node.parent !== graph.root.id) return `'${id}' is inside sub-process '${node.parent}'`;
    nodes.push(node);
  }
  return nodes;
};

export const bpmnDialect: Dialect<Graph> = {
  name: 'bpmn',

  start: (ctx, { startInstructions }) => {
    const { root } = ctx.model;
    const nodes = startInstructions === undefined ? [ctx.model.node(root.start ?? '')] : startNodes(ctx, startInstructions);
    if (typeof nodes === 'string')
      return reject('INVALID_ARGUMENT', `Expected to start at elements of the process itself, but ${nodes}`);
    const game = gameOf(ctx);
    // All are there before the first goes on: else an end event among them would end the case too early.
    const instances = nodes.map((node) => ({ node, instance: activate(game, node, 0) }));
    for (const { node, instance } of instances) enter(game, instance, node);
    return game.play();
  },

  workCompleted: (ctx, instance, result) => {
    const game = gameOf(ctx);
    const node = game.nodeOf(instance);
    takeResult(game, instance, node, result);
    complete(game, instance, node);
    return game.play();
  },

  catches: (ctx, instance, errorCode) => findErrorCatch(gameOf(ctx), instance, errorCode) !== undefined,

  errorThrown: (ctx, instance, { errorCode, variables }) => {
    const game = gameOf(ctx);
    const caught = findErrorCatch(game, instance, errorCode);
    if (caught === undefined) throw new Error(`Expected error '${errorCode}' to be caught, but nothing catches it`);
    catchError(game, caught, variables);
    return game.play();
  },

  timerFired: (ctx, timer) => {
    const game = gameOf(ctx);
    const next = nextOf(timer, { zone: ctx.zone, offsets: ctx.offsets });
    if (next !== undefined) schedule(game.draft, timer.instance, timer.target, next);
    return eventArrived(game, timer.instance, game.graph.node(timer.target), {});
  },

  messageArrived: (ctx, { instance, target }, variables) => {
    const game = gameOf(ctx);
    return eventArrived(game, instance, game.graph.node(target), variables);
  },

  resume: (ctx, { instance, phase }) => {
    const game = gameOf(ctx);
    const node = game.nodeOf(instance);
    if (phase === 'activate') enter(game, instance, node);
    else complete(game, instance, node);
    return game.play();
  },

  proceed: (ctx, { elements, scopes }) => {
    const game = gameOf(ctx);
    for (const instance of elements) goOnEnding(game, instance);
    return game.play(scopes);
  },

  cancel: (ctx) => {
    const game = gameOf(ctx);
    terminate(game, 0);
    return game.play();
  },

  eventSent: (_ctx, { event }) =>
    reject('INVALID_STATE', `Expected to send event '${event}' to a statechart, but the case is of a BPMN process`),
};
