/** Queue `timers`: fires the timers that a hint names, at or after their due time; early hints are made again. */
import { streamKeyOf, streamNumberOf, engineActor, ordinalOf, ranges, type RejectionCode } from '../engine/stream/index.ts';
import { silentLog } from '../runtime/port/log.ts';
import type { Wake } from '../runtime/port/wake.ts';
import { arrayLiteral } from '../runtime/port/array-literal.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { refusedForGood, tellPerson } from './tell-person.ts';

const startsCases = (key: bigint): boolean => streamNumberOf(key) >= ranges.schedules;

const firing = (key: bigint) => {
  const timer = ordinalOf(key);
  return startsCases(key) ? ({ type: 'FireStartTimer', timer } as const) : ({ type: 'FireTimer', timer } as const);
};

/** A timer that is gone (fired, cancelled) is not found and needs nothing. */
export const fireTimers = async (runtime: Pick<Runtime, 'database' | 'pipeline' | 'clock'>, wake: Wake, keys: readonly bigint[], log = silentLog): Promise<void> => {
  const { database, pipeline, clock } = runtime;
  const rows = await database.query<{ key: bigint; due_at: string }>(
    'select key, due_at from timer where key = any($1::text::int8[]) union all select key, due_at from start_timer where key = any($1::text::int8[])',
    [arrayLiteral(keys)],
  );
  const timers = rows.map((row) => ({ key: row.key, due: Date.parse(row.due_at) }));
  const now = clock.now();
  const early = timers.filter(({ due }) => due > now);
  if (early.length > 0) wake.wake({ jobs: new Map(), timers: early, inbox: [] });
  // What the pipeline cannot take now is found again by the reconciler.
  await Promise.all(
    timers
      .filter(({ due }) => due <= now)
      .map(async ({ key }) => {
        const result = await pipeline.submit({ kind: 'command', stream: streamKeyOf(key), id: `timer:${key}`, actor: engineActor, command: firing(key) });
        // A timer that starts cases has no case that could tell of it.
        const refused = startsCases(key) ? undefined : refusedForGood(result);
        if (refused !== undefined) {
          log.warn('A timer was refused by its case, which has an incident now', { timer: String(key), case: String(streamKeyOf(key)), code: refused.code });
          await tellPerson(pipeline, streamKeyOf(key), 'A timer could not fire', refused);
        } else if (result.kind === 'rejected' && !isOver.has(result.code))
          log.warn('A timer could not fire and is tried again', { timer: String(key), case: String(streamKeyOf(key)), code: result.code });
      }),
  );
};

/** The timer or its case is gone meanwhile; the pipeline is full. */
const isOver = new Set<RejectionCode>(['NOT_FOUND', 'INVALID_STATE', 'RESOURCE_EXHAUSTED']);
