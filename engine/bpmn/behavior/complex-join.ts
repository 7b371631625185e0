/**
 * A complex gateway that joins (BPMN 2.0.2 §13.4.5): when its condition is true the tokens that have come go through as
 * one; those that come later on other flows are only taken, until each flow has brought one and it begins anew.
 */
import { raiseIncident } from '../../case/incident.ts';
import type { Ordinal } from '../../stream/key.ts';
import { evaluateTyped } from '../../work/attribute.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import { truth } from '../../work/value-type.ts';
import { activate, completeScopeIfDone, enter, leave } from '../lifecycle.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/** Whether tokens went into the gateway. */
export const joinComplex = (game: TokenGame, scope: Ordinal, gateway: FlowNode): boolean => {
  const { tokens, complexJoins } = game.state;
  const taken = complexJoins.taken(scope, gateway.id);
  const waiting = gateway.incoming.filter((flow) => tokens.count(scope, flow) > 0 && !taken.includes(flow));
  if (waiting.length === 0 || !game.mayActivate) return false;
  if (taken.length > 0) {
    const instance = activate(game, gateway, scope, { consumes: waiting });
    remember(game, scope, gateway, [...taken, ...waiting]);
    leave(game, instance, 'ElementCompleted');
    completeScopeIfDone(game, scope);
    return true;
  }
  const consumes = waiting.flatMap((flow) => Array.from({ length: tokens.count(scope, flow) }, () => flow));
  const ready = isReady(game, scope, gateway, consumes.length);
  if (ready === false) return false;
  const instance = activate(game, gateway, scope, { consumes });
  if (ready === true) {
    remember(game, scope, gateway, waiting);
    enter(game, instance, gateway);
  } else raiseIncident(game.draft, instance, { ...ready, phase: 'activate' });
  return true;
};

const remember = (game: TokenGame, scope: Ordinal, { id, incoming }: FlowNode, taken: readonly string[]): void => {
  const isDone = incoming.every((flow) => taken.includes(flow));
  if (isDone && game.state.complexJoins.taken(scope, id).length === 0) return;
  game.draft.emit({ type: 'ComplexJoinChanged', scope, element: id, taken: isDone ? [] : taken });
};

/** `activationCount` is the number of tokens that have come. */
const isReady = (game: TokenGame, scope: Ordinal, gateway: FlowNode, activationCount: number): boolean | Failure => {
  if (gateway.activation === null || gateway.activation === undefined) return true;
  const what = `the activation condition of '${gateway.id}'`;
  const fulfilled = evaluateTyped(game.ctx, game.site(gateway, scope, { activationCount }), gateway.activation, { what, type: truth });
  return isFailure(fulfilled) ? fulfilled : fulfilled.value;
};
