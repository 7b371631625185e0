/** What happened and cannot be gone on with is kept at an incident: nobody could be told otherwise. */
import type { Draft } from '../case/draft.ts';
import { setLocal } from '../case/variable.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import type { Failure } from '../work/failure.ts';
import type { MachineEvent } from './machine.ts';
import { stopAt } from './snapshot.ts';

/** Deadlines have no data. */
export const isDeadline = (type: string): boolean => type.startsWith('after/');

/** Keeps it at the element instance, with its data as the variable `event`. */
export const keep = (draft: Draft, instance: Ordinal, { type, feel }: MachineEvent, failure: Failure): void => {
  if (!draft.state.elements.has(instance)) return;
  if (!isDeadline(type)) setLocal(draft, instance, 'event', feel);
  stopAt(draft, instance, failure, { what: 'event', type });
};

/** What was kept, as it stands there now. */
export const keptEvent = ({ state }: Draft, instance: Ordinal, type: string): MachineEvent => {
  const feel = state.variables.get(instance, 'event')?.value;
  const isContext = typeof feel === 'object' && feel !== null && !Array.isArray(feel);
  return { type, feel: isContext ? (feel as JsonObject) : { type, data: {} } };
};
