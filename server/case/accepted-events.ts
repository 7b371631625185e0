/** Which events the case of a statechart takes now. */
import type { z } from 'zod';
import type { acceptedEvents } from '../../contract/case-event.ts';
import { acceptedEvents as acceptedNow, type Statechart } from '../../engine/statechart/index.ts';
import { caseStateAt } from '../../runtime/query/case-state.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { notFound } from '../problem/problem-error.ts';
import { caseKeyParameter } from './case-history.ts';

/** A BPMN case, and one that has ended, takes none. */
export const eventsOfCase = async ({ reads: database, kinds, library }: Runtime, caseKey: string): Promise<z.input<typeof acceptedEvents>> => {
  const key = caseKeyParameter(caseKey);
  const state = (await caseStateAt(database, kinds, key))?.state;
  if (state === undefined || state.definition === null) throw notFound(`Case with key '${caseKey}' not found`);
  const { dialect } = state.definition;
  if (dialect !== 'statechart') return { caseKey, dialect, events: [] };
  const { model } = await library.prepare(database, state.definition);
  const events = acceptedNow(model as Statechart, state);
  return { caseKey, dialect, events: events.map((event) => ({ ...event, states: [...event.states], guards: [...event.guards] })) };
};
