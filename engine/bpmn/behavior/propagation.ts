/**
 * Errors and escalations go from where they are thrown outward, to the nearest scope with a fitting event sub-process or
 * activity with a fitting boundary event; out of a called case to whoever has called it.
 */
import type { Caught } from '../../case/event.ts';
import type { JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { FlowNode, SimpleTrigger } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { triggerBoundaryEvent } from './boundary-events.ts';
import { boundaryEventsOf, startEventsIn } from './catching.ts';
import { isInterrupted, triggerEventSubProcess } from './event-sub-process.ts';
import { triggersOf } from './trigger.ts';

type Thrown = 'error' | 'escalation';

export interface Catch {
  /** The activity or the scope that has the event. */
  readonly at: Ordinal;
  readonly event: FlowNode;
}

/** Codes that the event catches; null: every one. */
const codesOf = (event: FlowNode, type: Thrown): readonly (string | null)[] =>
  triggersOf(event).flatMap((trigger: SimpleTrigger) => (trigger.type === type ? [trigger.code] : []));

/** One for exactly this code goes before one that catches all. */
const fitting = (events: readonly FlowNode[], type: Thrown, code: string): FlowNode | undefined =>
  events.find((event) => codesOf(event, type).includes(code)) ?? events.find((event) => codesOf(event, type).includes(null));

/** What catches it in this case; `undefined`: nothing does. */
export const findCatch = (game: TokenGame, thrownAt: Ordinal, type: Thrown, code: string): Catch | undefined => {
  // What is thrown in an event sub-process does not start that one again.
  let from: string | undefined;
  for (let at: Ordinal | undefined = thrownAt; at !== undefined; at = at === 0 ? undefined : game.scopeOf(at)) {
    const node = game.nodeOf(at);
    const inside = from;
    const starts = isInterrupted(game, at) ? [] : startEventsIn(game, node).filter(({ parent }) => parent !== inside);
    from = node.id;
    const event = fitting(starts, type, code) ?? fitting(boundaryEventsOf(game, node), type, code);
    if (event !== undefined) return { at, event };
  }
  return undefined;
};

export const trigger = (game: TokenGame, { at, event }: Catch, variables: JsonObject): void => {
  if (event.kind === 'startEvent') triggerEventSubProcess(game, at, event, variables);
  else triggerBoundaryEvent(game, at, event, variables);
};

/** Whether it leaves the case for whoever has called it. */
export const leavesCase = (game: TokenGame, type: Thrown, code: string): boolean => {
  const codes = game.state.caller?.caught[`${type}s`] ?? [];
  return codes.includes(code) || codes.includes(null);
};

/** What is caught of a case that the element instance calls: by it, around it, and by whoever has called this case. */
export const caughtFrom = (game: TokenGame, calling: Ordinal): Caught => {
  const found = { error: new Set<string | null>(game.state.caller?.caught.errors), escalation: new Set<string | null>(game.state.caller?.caught.escalations) };
  for (let at: Ordinal | undefined = calling; at !== undefined; at = at === 0 ? undefined : game.scopeOf(at)) {
    const node = game.nodeOf(at);
    for (const event of [...startEventsIn(game, node), ...boundaryEventsOf(game, node)])
      for (const type of ['error', 'escalation'] as const) for (const code of codesOf(event, type)) found[type].add(code);
  }
  const [errors, escalations] = [[...found.error], [...found.escalation]];
  return { ...(errors.length === 0 ? {} : { errors }), ...(escalations.length === 0 ? {} : { escalations }) };
};
