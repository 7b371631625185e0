/**
 * Drops the projections of all cases and messages and makes them again from the journal, in one
 * transaction. Leases are not in the journal and are lost, which equals their time-out; commands
 * that wait in the inbox and messages on their way to a case stay. Nobody else writes these rows
 * meanwhile: commands wait, or are told to come again; searches see the rows as they were.
 */
import { evolve, initialState, type CaseState, type Command, type Event } from '../../engine/case/index.ts';
import { endStep, instantText, openStep } from '../../engine/journal/index.ts';
import { writeMessages, type PublishedMessage } from '../message/published-messages.ts';
import type { Database, Queryable } from '../port/database.ts';
import { writeRows } from '../postgres/write-rows.ts';
import { projectEvent } from './project-case.ts';
import { projectionRows } from './projection-rows.ts';

const tables = [
  'process_instance', 'element_instance', 'variable', 'user_task', 'job', 'timer', 'message_subscription',
  'incident', 'decision_instance', 'message',
];

const pageSize = 2_000;

interface StepRow {
  readonly [column: string]: unknown;
  readonly stream: bigint;
  readonly seq: number;
  readonly record: Uint8Array;
  readonly payload: string | null;
}

const nextPage = `select stream, seq, record, payload from step where (stream, seq) > ($1::int8, $2::int4)
  order by stream, seq limit ${pageSize}`;

/**
 * After this every step is either committed, and will be read, or will write its rows after ours. Who
 * holds rows of one table and wants another one gives up before we do (`lock_timeout` of batches).
 */
const lockTables = async (transaction: Queryable): Promise<void> => {
  await transaction.query(`set local lock_timeout = '30s'`);
  await transaction.query(`lock table ${[...tables, 'message_correlation'].join(', ')} in share row exclusive mode`);
};

/** Steps projected. `onProgress` is told after every page. */
export const rebuildProjections = (database: Database, onProgress?: (steps: number) => void): Promise<number> =>
  database.transaction(async (transaction) => {
    await lockTables(transaction);
    for (const table of tables) await transaction.query(`delete from ${table}`);
    await transaction.query(`delete from message_correlation where state <> 'pending'`);
    const rebuild = new Rebuild(transaction);
    let [last, steps]: [{ stream: bigint; seq: number }, number] = [{ stream: -1n, seq: -1 }, 0];
    for (;;) {
      const page = await transaction.query<StepRow>(nextPage, [last.stream, last.seq]);
      for (const row of page) rebuild.add(row);
      await rebuild.write();
      const end = page.at(-1);
      if (end === undefined) return steps;
      steps += page.length;
      last = end;
      onProgress?.(steps);
    }
  });

class Rebuild {
  readonly #database: Queryable;
  #rows = projectionRows();
  #messages: PublishedMessage[] = [];
  #correlated: { message: string; subscription: bigint; definition: string; at: string }[] = [];
  #stream = -1n;
  #state: CaseState = initialState();

  constructor(database: Queryable) {
    this.#database = database;
  }

  add(row: StepRow): void {
    const step = openStep<Command, Event | MessagePublished>(row.record, row.payload);
    if (row.stream !== this.#stream) this.#state = initialState();
    this.#stream = row.stream;
    const at = instantText(step.at);
    for (const event of step.events) {
      if (event.type === 'MessagePublished') {
        const { type: _type, ...message } = event;
        const erased = { correlationKey: message.correlationKey ?? '', variables: message.variables ?? {} };
        this.#messages.push({ ...message, ...erased, key: row.stream, at: step.at });
        continue;
      }
      evolve(this.#state, event);
      projectEvent(event, { rows: this.#rows, caseKey: row.stream, at });
      if (event.type === 'MessageCorrelated')
        this.#correlated.push({
          message: event.message, subscription: row.stream | BigInt(event.ordinal), definition: this.#state.definition?.id ?? '', at,
        });
    }
    endStep(this.#state, { seq: row.seq, at: step.at });
  }

  async write(): Promise<void> {
    await writeRows(this.#database, this.#rows);
    await writeMessages(this.#database, this.#messages);
    for (const { message, subscription, definition, at } of this.#correlated)
      await this.#database.query(
        `insert into message_correlation (message_key, process_id, subscription_key, state, correlated_at)
         values ($1::int8, $2, $3, 'correlated', $4::timestamptz) on conflict (message_key, process_id)
         do update set state = excluded.state, correlated_at = excluded.correlated_at`,
        [message, definition, subscription, at],
      );
    this.#rows = projectionRows();
    this.#messages = [];
    this.#correlated = [];
  }
}

type MessagePublished = { readonly type: 'MessagePublished' } & Omit<PublishedMessage, 'key' | 'at'>;
