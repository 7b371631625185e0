/** Throwing events. What is thrown takes effect before the token goes on, and may end the token. */
import type { JsonObject } from '../../json/json.ts';
import { ownVariables } from '../../case/variable.ts';
import { isEnding } from '../../case/ending.ts';
import type { Ordinal } from '../../stream/key.ts';
import { evaluateAttribute } from '../../work/attribute.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import type { ElementBehavior } from '../element/behavior.ts';
import { complete, completeScopeIfDone, emptyScope, endContent, goOnLater, terminate } from '../lifecycle.ts';
import type { FlowNode, Throws } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { triggerBoundaryEvent } from './boundary-events.ts';
import { boundaryEventsOf } from './catching.ts';
import { compensate } from './compensation.ts';
import { eventArrived } from './event-arrived.ts';
import { passThrough } from './pass-through.ts';
import { findCatch, leavesCase, trigger } from './propagation.ts';
import { triggersOf } from './trigger.ts';

const goesOn = (game: TokenGame, instance: Ordinal): boolean => game.state.elements.has(instance) && !isEnding(game.state, instance);

const throwSignal = (game: TokenGame, instance: Ordinal, node: FlowNode, throws: Throws & { readonly type: 'signal' }): Failure | undefined => {
  const name = evaluateAttribute(game.ctx, game.site(node, instance), 'signalName', throws.name);
  if (isFailure(name)) return name;
  const { draft, state } = game;
  const variables = ownVariables(state, instance);
  draft.emit({ type: 'SignalThrown', instance, element: node.id, signalName: name.value, variables });
  for (const [ordinal, { signalName, instance: catching, target, once }] of state.signals.entries()) {
    if (signalName !== name.value || !state.signals.has(ordinal) || isEnding(state, catching)) continue;
    draft.emit({ type: 'SignalCaught', ordinal, once });
    eventArrived(game, catching, game.graph.node(target), variables);
  }
  return undefined;
};

/** Thrown at the element instance, or out of the case that it has called; one that nothing catches is no fault. */
export const escalate = (game: TokenGame, instance: Ordinal, escalationCode: string, variables: JsonObject): void => {
  const found = findCatch(game, instance, 'escalation', escalationCode);
  const leaves = found === undefined && leavesCase(game, 'escalation', escalationCode);
  game.draft.emit({
    type: 'EscalationThrown', instance, element: game.nodeOf(instance).id, escalationCode, caught: found?.event.id ?? null, ...(leaves ? { leaves } : {}),
  });
  if (found !== undefined) trigger(game, found, variables);
};

const throwEscalation = (game: TokenGame, instance: Ordinal, node: FlowNode, throws: Throws & { readonly type: 'escalation' }): Failure | undefined => {
  const code = evaluateAttribute(game.ctx, game.site(node, instance), 'escalationCode', throws.code);
  if (isFailure(code)) return code;
  escalate(game, instance, code.value, ownVariables(game.state, instance));
  return undefined;
};

const throwError = (game: TokenGame, instance: Ordinal, node: FlowNode, throws: Throws & { readonly type: 'error' }): Failure | undefined => {
  const code = evaluateAttribute(game.ctx, game.site(node, instance), 'errorCode', throws.code);
  if (isFailure(code)) return code;
  const found = findCatch(game, instance, 'error', code.value);
  if (found !== undefined) trigger(game, found, {});
  else if (leavesCase(game, 'error', code.value)) leaveWithError(game, { errorCode: code.value, message: '', variables: {} });
  else return { errorType: 'unhandledError', message: `Expected to throw an error event with the code '${code.value}', but nothing catches it` };
  return undefined;
};

/** The case ends, and whoever has called it gets the error. */
export const leaveWithError = (
  game: TokenGame,
  error: { readonly errorCode: string; readonly message: string; readonly variables: JsonObject },
): void => {
  game.draft.emit({ type: 'ErrorLeft', ...error });
  terminate(game, 0);
};

const throwOne = (game: TokenGame, instance: Ordinal, node: FlowNode, throws: Throws): Failure | undefined => {
  switch (throws.type) {
    case 'signal':
      return throwSignal(game, instance, node, throws);
    case 'escalation':
      return throwEscalation(game, instance, node, throws);
    case 'error':
      return throwError(game, instance, node, throws);
    default:
      return undefined;
  }
};

const thrown = (throws: readonly Throws[]): ElementBehavior => ({
  onActivate: (game, instance, node) => {
    for (const one of throws) {
      const failure = throwOne(game, instance, node, one);
      if (failure !== undefined) return failure;
      if (!goesOn(game, instance)) return undefined;
    }
    // It may have to wait until what it undoes is undone.
    const waits = throws.some((one) => one.type === 'compensation' && compensate(game, instance, one.activity));
    if (!waits && goesOn(game, instance)) complete(game, instance, node);
    return undefined;
  },
});

/** Terminate end event: ends everything else in its scope, which then completes. */
const terminating: ElementBehavior = { ...passThrough, onCompleted: endContent };

/** The scope itself, or the nearest around it that is a transaction. */
const transactionOf = (game: TokenGame, scope: Ordinal): Ordinal =>
  scope === 0 || game.nodeOf(scope).kind === 'transaction' ? scope : transactionOf(game, game.scopeOf(scope));

/** Cancel end event: everything else in the transaction ends, what was completed is undone, and it is left at its cancel event. */
const cancelling: ElementBehavior = {
  onActivate: (game, instance, node) => {
    const scope = game.scopeOf(instance);
    if (emptyScope(game, scope, instance)) undoTransaction(game, instance, node);
    else goOnLater(game, scope, instance);
    return undefined;
  },
  onMayGoOn: (game, instance, node) => undoTransaction(game, instance, node),
  onCompleted: (game, scope) => {
    const transaction = transactionOf(game, scope);
    const event = boundaryEventsOf(game, game.nodeOf(transaction)).find((boundary) => triggersOf(boundary).some(({ type }) => type === 'cancel'));
    if (event !== undefined) return triggerBoundaryEvent(game, transaction, event, {});
    const around = game.scopeOf(transaction);
    terminate(game, transaction);
    completeScopeIfDone(game, around);
  },
};

const undoTransaction = (game: TokenGame, instance: Ordinal, node: FlowNode): void => {
  if (!compensate(game, instance, null)) complete(game, instance, node);
};

/** What an event does that throws. */
export const throwing = (throws: Throws | null): ElementBehavior => {
  if (throws === null) return passThrough;
  if (throws.type === 'terminate') return terminating;
  if (throws.type === 'cancel') return cancelling;
  return thrown(throws.type === 'multiple' ? throws.throws : [throws]);
};
