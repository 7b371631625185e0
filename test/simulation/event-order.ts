/** What must hold of the events of a BPMN case, read one after the other from the first. */
import { ok } from 'node:assert/strict';
import type { Event, Ordinal } from '../../engine/case/index.ts';

export const assertTokenGame = (events: readonly Event[]): void => {
  const tokens = new Map<string, number>();
  const live = new Map<Ordinal, Ordinal>();
  let last = 0;
  const inScope = (scope: Ordinal, flow: string): string => `${scope} ${flow}`;
  for (const event of events) {
    if ('ordinal' in event && event.ordinal > last) {
      ok(event.ordinal === last + 1, `ordinal ${event.ordinal} follows ${last}`);
      last = event.ordinal;
    }
    if (event.type === 'SequenceFlowTaken') {
      const at = inScope(event.scope, event.flow);
      tokens.set(at, (tokens.get(at) ?? 0) + 1);
    }
    if (event.type === 'TokensDropped') for (const at of tokens.keys()) if (at.startsWith(`${event.scope} `)) tokens.delete(at);
    if (event.type === 'ElementActivated') {
      ok(event.scope === 0 || live.has(event.scope), `${event.element} is activated in a live scope`);
      for (const flow of event.consumes ?? []) {
        const at = inScope(event.scope, flow);
        ok((tokens.get(at) ?? 0) > 0, `${event.element} takes up a token that waits on ${flow}`);
        tokens.set(at, (tokens.get(at) ?? 0) - 1);
      }
      live.set(event.ordinal, event.scope);
    }
    if (event.type === 'ElementCompleted' || event.type === 'ElementTerminated') {
      ok(live.delete(event.ordinal), `element instance ${event.ordinal} ends once`);
      ok(![...live.values()].includes(event.ordinal), `nothing lives in ${event.ordinal} when it ends`);
    }
    if (event.type === 'CaseCompleted' || event.type === 'CaseTerminated') ok(live.size === 0, 'nothing lives when the case ends');
  }
  ok(events.filter(({ type }) => type === 'CaseCompleted' || type === 'CaseTerminated').length <= 1, 'a case ends once');
};
