/**
 * Takes away the values of a case that has ended, wherever the database holds them: in its steps and in those of the
 * messages that came to it and the signals that it threw, in its snapshot, in what searches read (made again from what is left), in requests that might be repeated.
 * The records stand, with their hashes. Nothing of an ended case is kept in memory by any process.
 */
import type { Command, Event } from '../../engine/case/index.ts';
import { messageStreamOf } from '../../engine/message/index.ts';
import { signalStreamOf } from '../../engine/signal/index.ts';
import { openDetached, recordOf } from '../../engine/journal/index.ts';
import { ordinalMax, ranges, siblingKey, streamNumberOf } from '../../engine/stream/index.ts';
import type { Identity, Refused } from '../pipeline/submission.ts';
import { refuse } from '../pipeline/submission.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import type { Database, Queryable } from '../port/database.ts';
import { writeRows } from '../postgres/write-rows.ts';
import { caseTables } from '../projection/case-tables.ts';
import { projectStream } from '../projection/project-journal.ts';
import { projectionRows } from '../projection/projection-rows.ts';
import { streamSteps } from '../query/case-steps.ts';
import type { StreamKinds } from '../stream/stream-kinds.ts';
import type { Projected } from '../table/projected.ts';
import { columnOf } from '../table/table.ts';
import { CaseMessages, type Place } from './case-messages.ts';
import { placesOfSignals } from './case-signals.ts';

export interface Erased {
  readonly kind: 'erased';
  /** Steps whose values were taken away. */
  readonly steps: number;
  /** Messages to the case that still wait for others: their values go when they have expired and this is asked again. */
  readonly messagesKept: number;
}

export interface ErasureOrder {
  readonly stream: bigint;
  readonly because: string;
  readonly identity: Identity;
}

/** `database` works as role `acta_eraser`. */
export const eraseCase = (database: Database, kinds: StreamKinds, { stream, because, identity }: ErasureOrder): Promise<Erased | Refused> =>
  database.transaction(async (transaction) => {
    await lock(transaction, [stream]);
    const found = await readEnded(transaction, stream);
    if (found.kind === 'rejected') return found;
    if (await isStillSending(transaction, stream)) return refuse('INVALID_STATE', `Expected to erase the values of case '${stream}', but what it has told other cases is still on its way to them. Try again in a moment`);
    const messages = new CaseMessages(stream);
    await lock(transaction, found.thrown);
    const signals = (await Promise.all(found.thrown.map((thrown) => placesOfSignals(transaction, thrown, stream)))).flat();
    await lock(transaction, found.waited);
    for (const waited of found.waited) await messages.read(transaction, waited);
    const places = [...found.places, ...messages.places, ...signals];
    await transaction.query(
      `update step set payload = null from unnest($1::text::int8[], $2::text::int4[]) gone(stream, seq)
       where step.stream = any(array[gone.stream]) and step.seq = gone.seq and payload is not null`,
      [arrayLiteral(places.map((place) => place.stream)), arrayLiteral(places.map(({ seq }) => seq))],
    );
    await forget(transaction, stream, [...new Set(places.map((place) => place.stream))]);
    await projectAgain(transaction, kinds, stream);
    const { actor, onBehalfOf } = identity;
    await transaction.query('insert into erasure (stream, actor, on_behalf_of, because, steps) values ($1, $2, $3, $4, $5)', [
      stream, actor.id, onBehalfOf?.id ?? null, because, places.length,
    ]);
    return { kind: 'erased', steps: places.length, messagesKept: messages.kept };
  });

/** Nobody adds to these streams meanwhile; whoever has one in memory reads it again only when something was added. */
const lock = async (transaction: Queryable, streams: readonly bigint[]): Promise<void> => {
  for (const stream of streams) await transaction.query('select pg_advisory_xact_lock($1::int8)', [stream]);
};

interface Ended {
  readonly kind: 'ended';
  /** Steps that have values. */
  readonly places: readonly Place[];
  /** Streams of messages for which the case has waited. */
  readonly waited: readonly bigint[];
  /** Streams of signals that it has thrown. */
  readonly thrown: readonly bigint[];
}

/** Its end must reach whoever has called it, and what it waited for must be taken back. */
const isStillSending = async (transaction: Queryable, stream: bigint): Promise<boolean> =>
  (await transaction.query('select 1 from inbox where source = $1 limit 1', [stream])).length > 0;

const inOrder = (streams: ReadonlySet<bigint>): bigint[] => [...streams].sort((a, b) => (a < b ? -1 : 1));

const readEnded = async (transaction: Queryable, stream: bigint): Promise<Ended | Refused> => {
  const places: Place[] = [];
  const [waited, thrown] = [new Set<bigint>(), new Set<bigint>()];
  let isCase: boolean | undefined;
  let hasEnded = false;
  for await (const { seq, record, payload } of streamSteps(transaction, stream)) {
    if (payload !== null) places.push({ stream, seq });
    if (recordOf(record) === undefined) continue;
    const step = openDetached<Command, Event>(record, payload);
    isCase ??= step.command.type === 'CreateCase';
    hasEnded = step.last;
    // Of a message that has started it.
    if (step.command.type === 'CreateCase' && step.id.startsWith('inbox:')) {
      const source = BigInt(step.id.split(':')[1] ?? '0');
      if (streamNumberOf(source) >= ranges.messages && streamNumberOf(source) < ranges.identity) waited.add(source);
    }
    for (const event of step.events) {
      if (event.type === 'MessageSubscriptionOpened') waited.add(messageStreamOf(event.messageName, event.correlationKey ?? ''));
      if (event.type === 'SignalThrown') thrown.add(signalStreamOf(event.signalName));
    }
  }
  if (isCase !== true) return refuse('NOT_FOUND', `Expected to erase the values of case '${stream}', but no such case was found`);
  if (!hasEnded)
    return refuse(
      'INVALID_STATE',
      `Expected to erase the values of case '${stream}', but it has not ended: it still works with them. Overwrite what must go at once (with a value that says nothing), end or cancel the case, then erase it`,
    );
  return { kind: 'ended', places, waited: inOrder(waited), thrown: inOrder(thrown) };
};

const forget = async (transaction: Queryable, caseKey: bigint, streams: readonly bigint[]): Promise<void> => {
  const all = arrayLiteral([caseKey, ...streams]);
  await transaction.query('delete from snapshot where stream = any($1::text::int8[])', [all]);
  await transaction.query('delete from idempotency where stream = $1', [caseKey]);
  await transaction.query('delete from inbox where target = $1', [caseKey]);
  await transaction.query('delete from task_draft where user_task_key between $1::int8 and $2::int8', [caseKey, siblingKey(caseKey, ordinalMax)]);
  await transaction.query('delete from fault where stream = $1', [caseKey]);
};

const projectAgain = async (transaction: Queryable, kinds: StreamKinds, stream: bigint): Promise<void> => {
  const { rows } = await projectStream(transaction, kinds, stream);
  const own = projectionRows();
  for (const projected of Object.values(caseTables) as Projected[]) {
    if (projected.owner === undefined) continue;
    await transaction.query(`delete from ${projected.name} where ${columnOf(projected.table, projected.owner).name} between $1::int8 and $2::int8`, [stream, siblingKey(stream, ordinalMax)]);
  }
  await writeRows(transaction, { ...own, ...Object.fromEntries(Object.keys(caseTables).map((name) => [name, rows[name as keyof typeof caseTables]])) });
};

export interface Erasure {
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
  readonly because: string;
}

/** What was erased of the case, the latest first. */
export const readErasures = async (database: Queryable, stream: bigint): Promise<Erasure[]> => {
  const rows = await database.query<{ erased_at: string; actor: string; on_behalf_of: string | null; because: string }>(
    'select erased_at, actor, on_behalf_of, because from erasure where stream = $1 order by erased_at desc', [stream]);
  return rows.map(({ erased_at: at, actor, on_behalf_of: name, because }) => ({ at, by: name ?? actor, because }));
};
