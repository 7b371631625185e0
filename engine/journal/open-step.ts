/** Opening is the inverse of sealing: lists become commands and events again, and the values of the payload go back into them. */
import { instantOf } from '../time/instant-text.ts';
import { definitionNamedBy } from './first-definition.ts';
import { readPayload, type StepPayload } from './payload.ts';
import { TypedReader } from './read-typed.ts';
import { readRecord, recordTextOf, UnreadableStepError, type RecordActor, type StepRecord } from './record.ts';
import { engineActor, type Actor, type Order } from '../stream/index.ts';
import { allShapes, shapeOf, type ShapeTable } from './shape-table.ts';
import { readWarning } from './warning-list.ts';
import type { Carried, DetachedStep, Step, Typed } from './step.ts';

/**
 * The step as it was decided, without what it carries on from the steps before. Where the payload is
 * erased (`null`, though the record commits to one) or withholds values, their fields are missing. The
 * caller names the types of its streams; the journal holds what the kernel emitted. Throws an
 * `UnreadableStepError`, or an `UnknownTypeError` when another release wrote it. Hashes are not checked
 * here: see `verifyChain`.
 */
export const openDetached = <C extends Typed = Typed, E extends Typed = Typed>(
  record: Uint8Array,
  payload: string | null,
  shapes: ShapeTable = allShapes,
): DetachedStep<C, E> => openParts(readRecord(recordTextOf(record)), payload === null ? null : readPayload(payload), shapes) as DetachedStep<C, E>;

/** `carried` is the step before, or what a snapshot has kept of it; null for the first step. */
export const openStep = <C extends Typed = Typed, E extends Typed = Typed>(
  record: Uint8Array,
  payload: string | null,
  carried: Carried | null,
): Step<C, E> => {
  const { named, ...step } = openDetached<C, E>(record, payload);
  return { ...step, ...carriedAfter(named, carried) };
};

/** Consecutive steps of a stream, from its first or behind `carried`. */
export const openSteps = <C extends Typed = Typed, E extends Typed = Typed>(
  steps: Iterable<{ readonly record: Uint8Array; readonly payload: string | null }>,
  carried: Carried | null = null,
): Step<C, E>[] => {
  let before = carried;
  return Array.from(steps, ({ record, payload }) => {
    const step = openStep<C, E>(record, payload, before);
    before = step;
    return step;
  });
};

/** What a step carries on: as before, but for what its record names. Throws an `UnreadableStepError` when it is not known. */
export const carriedAfter = (named: Partial<Carried>, before: Partial<Carried> | null): Carried => {
  const { log, versions, definition, zone } = { ...before, ...named };
  if (log === undefined || versions === undefined || definition === undefined || zone === undefined)
    throw new UnreadableStepError('Expected to know the step before, but this one is read alone and is not the first');
  return { log, definition, versions, zone };
};

/** What the record itself names. */
export const namedIn = ({ log, definition, versions, zone }: StepRecord): Partial<Carried> => ({
  ...(log === undefined ? {} : { log }),
  ...(definition === undefined ? {} : { definition }),
  ...(versions === undefined ? {} : { versions }),
  ...(zone === undefined ? {} : { zone }),
});

const readActor = ({ id, kind, method = 'none' }: RecordActor): Actor => ({ id, kind, method });

const whoActed = ({ actor, onBehalfOf }: StepRecord): Omit<Order, 'id'> => ({
  actor: actor === undefined ? engineActor : readActor(actor),
  ...(onBehalfOf === undefined ? {} : { onBehalfOf: readActor(onBehalfOf) }),
});

/** `payload` is null where there is none, or where it was erased. */
export const openParts = (record: StepRecord, payload: StepPayload | null, shapes: ShapeTable): DetachedStep => {
  const { stream, seq, prev = null, id, evidence, warnings, last = false, commitment } = record;
  if (payload !== null && commitment === undefined)
    throw new UnreadableStepError('Expected a step without a commitment to have no payload, but it has one');
  const at = instantOf(record.at);
  if (at === undefined) throw new UnreadableStepError(`Expected an instant, but found '${record.at}'`);
  const erased = payload === null && commitment !== undefined;
  const who = whoActed(record);
  const reader = new TypedReader(who, erased ? null : (payload ?? { values: {}, withheld: {} }));
  const command = reader.command(record.command, shapeOf(shapes.commands.byCode, record.command[0]));
  const events = record.events.map((list, index) => reader.event(list, shapeOf(shapes.events.byCode, list[0]), index));
  const answers = reader.answers();
  reader.finish();
  return {
    stream, seq, prev, at, id, ...who,
    ...(evidence === undefined ? {} : { evidence }),
    ...(warnings === undefined ? {} : { warnings: warnings.map(readWarning) }),
    command, events, answers, last, erased,
    withheld: Object.keys(payload?.withheld ?? {}),
    named: { ...(seq === 0 ? { definition: definitionNamedBy(command) } : {}), ...namedIn(record) },
  };
};
