/** The keys that sign checkpoints, as their stream has introduced and retired them. */
import { projected } from '../table/projected.ts';
import { instant, instantOrNull, int4, table, text } from '../table/table.ts';

export const logKey = table('log_key', { ordinal: int4, key: text, introducedAt: instant, retiredAt: instantOrNull });

export const checkpointTables = {
  logKeys: projected(logKey, { id: ['ordinal'], changes: { retiredAt: 'kept by null' } }),
};
