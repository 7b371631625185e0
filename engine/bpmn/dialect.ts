/** BPMN's part of the kernel contract: each hook sets a token game in motion and plays it out. */
import type { Dialect, Outcome } from '../case/dialect.ts';
import type { Context } from '../case/draft.ts';
import type { MessageSubscription } from '../case/state.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { reject } from '../stream/rejection.ts';
import { nextOf, schedule } from '../work/timer.ts';
import { isFailure } from '../work/failure.ts';
import type { CallDefinition } from '../work/definition.ts';
import { prepareCatches } from './behavior/catching.ts';
import { eventArrived } from './behavior/event-arrived.ts';
import { findCatch, leavesCase, trigger } from './behavior/propagation.ts';
import { escalate, leaveWithError } from './behavior/throwing.ts';
import { behaviorOf } from './element/index.ts';
import type { Graph } from './graph.ts';
import { activate, complete, enter, goOnEnding, listenerDone, takeResult, terminate } from './lifecycle.ts';
import type { FlowNode } from './model.ts';
import { TokenGame } from './token-game.ts';

const gameOf = (ctx: Context<Graph>): TokenGame => new TokenGame(ctx, behaviorOf);

/** What was left of an element: its end, or more that it has to begin. */
const goOnWith = (game: TokenGame, instance: Ordinal): void => {
  if (game.state.elements.get(instance)?.phase === 'active') game.advanceLater(instance);
  else goOnEnding(game, instance);
};

/** What comes back from a called case: without output mappings all of it, or nothing. */
const resultOfCall = ({ outputs }: FlowNode, { allOutputs }: CallDefinition, result: JsonObject): JsonObject =>
  outputs.length > 0 || allOutputs ? result : {};

/** Elements where a case may be told to start: those of the process itself that a token could reach. */
const startNodes = ({ model: graph }: Context<Graph>, ids: readonly string[]): readonly FlowNode[] | string => {
  const nodes: FlowNode[] = [];
  for (const id of ids) {
    const node = graph.find(id);
    if (node === undefined || node.parent === null) return `the process has no element '${id}'`;
    if (node.kind === 'startEvent' || node.kind === 'boundaryEvent') return `'${id}' is a start or boundary event`;
    if (node.parent !== graph.root.id) return `'${id}' is inside sub-process '${node.parent}'`;
    nodes.push(graph.entry(id));
  }
  return nodes;
};

/** What an element instance has subscribed to has come. */
const arrived = (ctx: Context<Graph>, { instance, target }: Pick<MessageSubscription, 'instance' | 'target'>, variables: JsonObject): Outcome => {
  const game = gameOf(ctx);
  eventArrived(game, instance, game.graph.node(target), variables);
  return game.play();
};

export const bpmnDialect: Dialect<Graph> = {
  name: 'bpmn',

  start: (ctx, { startInstructions, startEvent }) => {
    const { root } = ctx.model;
    const first = startEvent ?? root.start;
    if (startInstructions === undefined && first === null)
      return reject('INVALID_ARGUMENT', `Expected process '${root.id}' to have a none start event, but it has none: only a message, a signal or a timer starts it`);
    const nodes = startInstructions === undefined ? [ctx.model.node(first ?? '')] : startNodes(ctx, startInstructions);
    if (typeof nodes === 'string')
      return reject('INVALID_ARGUMENT', `Expected to start at elements of the process itself, but ${nodes}`);
    const game = gameOf(ctx);
    const arm = prepareCatches(game, 0, root);
    if (isFailure(arm)) return reject('INVALID_STATE', `Expected to create a case, but its event sub-processes cannot be waited for. ${arm.message}`);
    arm();
    // All are there before the first goes on: else an end event among them would end the case too early.
    const instances = nodes.map((node) => ({ node, instance: activate(game, node, 0) }));
    for (const { node, instance } of instances) {
      if (!game.state.elements.has(instance)) continue;
      // What a receive task or an event waits for that lets the case begin has come.
      if (node.id === startEvent) complete(game, instance, node);
      else enter(game, instance, node);
    }
    return game.play();
  },

  workCompleted: (ctx, instance, result) => {
    const game = gameOf(ctx);
    const node = game.nodeOf(instance);
    takeResult(game, instance, node, node.work?.type === 'call' ? resultOfCall(node, node.work, result) : result);
    complete(game, instance, node);
    return game.play();
  },

  listenerCompleted: (ctx, job, result) => {
    const game = gameOf(ctx);
    listenerDone(game, job, result);
    return game.play();
  },

  catches: (ctx, instance, errorCode) => {
    const game = gameOf(ctx);
    return findCatch(game, instance, 'error', errorCode) !== undefined || leavesCase(game, 'error', errorCode);
  },

  errorThrown: (ctx, instance, { errorCode, errorMessage, variables }) => {
    const game = gameOf(ctx);
    const found = findCatch(game, instance, 'error', errorCode);
    if (found !== undefined) trigger(game, found, variables);
    else leaveWithError(game, { errorCode, message: errorMessage, variables });
    return game.play();
  },

  timerFired: (ctx, timer) => {
    const game = gameOf(ctx);
    const next = nextOf(timer, { zone: ctx.zone, offsets: ctx.offsets });
    if (next !== undefined) schedule(game.draft, timer.instance, timer.target, next);
    eventArrived(game, timer.instance, game.graph.node(timer.target), {});
    return game.play();
  },

  messageArrived: arrived,
  signalCaught: arrived,

  escalationThrown: (ctx, instance, code) => {
    const game = gameOf(ctx);
    escalate(game, instance, code, {});
    return game.play();
  },

  variablesChanged: (ctx) => (ctx.draft.state.conditions.size === 0 ? undefined : gameOf(ctx).play()),

  resume: (ctx, { instance, phase }) => {
    const game = gameOf(ctx);
    const node = game.nodeOf(instance);
    if (phase === 'activate') enter(game, instance, node);
    else complete(game, instance, node);
    return game.play();
  },

  proceed: (ctx, { elements, scopes }) => {
    const game = gameOf(ctx);
    for (const instance of elements) goOnWith(game, instance);
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
