/** Buffered messages past their time: their streams are told, and let them go. */
import { randomUUID } from 'node:crypto';
import { instantText } from '../../engine/journal/index.ts';
import { engineActor } from '../../engine/stream/index.ts';
import type { Runtime } from '../runtime.ts';

/** Streams of one round; the next one comes in a minute. */
const streamsMax = 1_000;

/** One on its way to a case stays until it has arrived, and is asked again then. */
const withExpired = `select distinct stream from (select stream from message m where expires_at <= $1::timestamptz
    and not exists (select from message_correlation c where c.stream = m.stream and c.message = m.ordinal and c.state = 'pending')
  order by expires_at limit $2) expired`;

export const expireMessages = async ({ database, pipeline, clock }: Pick<Runtime, 'database' | 'pipeline' | 'clock'>): Promise<void> => {
  const rows = await database.query<{ stream: bigint }>(withExpired, [instantText(clock.now()), streamsMax]);
  const command = { type: 'ExpireMessages' } as const;
  await Promise.all(rows.map(({ stream }) => pipeline.submit({ kind: 'command', stream, id: `expire:${randomUUID()}`, actor: engineActor, command })));
};
