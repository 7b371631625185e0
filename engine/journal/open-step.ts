/** Opening is the inverse of sealing: the values of the payload go back into the command and the events. */
import { instantOf } from '../time/instant-text.ts';
import { readPayload, readRecord, recordTextOf, UnreadableStepError, type StepPayload, type StepRecord } from './record.ts';
import type { Step, Typed } from './step.ts';

/**
 * The step as it was decided. Without its payload (`null`, erased) the fields that stood there are
 * missing. The caller names the types of its streams; the journal holds what the kernel emitted.
 * Throws an `UnreadableStepError`. Hashes are not checked here: see `verifyChain`.
 */
export const openStep = <C extends Typed = Typed, E extends Typed = Typed>(
  record: Uint8Array,
  payload: string | null,
): Step<C, E> => {
  const read = readRecord(recordTextOf(record));
  return mergeStep(read, payload === null ? null : readPayload(payload)) as Step<C, E>;
};

export const mergeStep = (record: StepRecord, payload: StepPayload | null): Step => {
  const { log, stream, seq, prev, id, actor, onBehalfOf, definition, kernel } = record;
  const at = instantOf(record.at);
  if (at === undefined) throw new UnreadableStepError(`Expected an instant, but found '${record.at}'`);
  return {
    log, stream, seq, prev, at, id, actor,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    command: merge(record.command, payload?.command, 'command'),
    definition,
    kernel,
    events: mergeEvents(record.events, payload?.events),
    answers: payload?.answers ?? {},
    erased: payload === null,
  };
};

const mergeEvents = (events: readonly Typed[], values: StepPayload['events']): readonly Typed[] => {
  if (values === undefined) return events;
  const merged = [...events];
  for (const [name, fields] of Object.entries(values)) {
    const index = Number(name);
    const event = String(index) === name ? merged[index] : undefined;
    if (event === undefined) throw new UnreadableStepError(`Expected the payload to speak of the step's events, but found '${name}'`);
    merged[index] = merge(event, fields, `event ${name}`);
  }
  return merged;
};

/** A payload adds fields; one that would replace a field of the record is a forgery. */
const merge = (typed: Typed, fields: { readonly [name: string]: unknown } | undefined, what: string): Typed => {
  if (fields === undefined) return typed;
  const twice = Object.keys(fields).find((name) => Object.hasOwn(typed, name));
  if (twice !== undefined)
    throw new UnreadableStepError(`Expected '${twice}' of the ${what} either in the record or in the payload, but it is in both`);
  return { ...typed, ...fields };
};
