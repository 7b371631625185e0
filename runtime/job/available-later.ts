/** When jobs that could not be taken may be taken: after their back-off, or when their lease ends. */
import { instantText } from '../../engine/journal/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral } from '../port/array-literal.ts';

const find = `select key, available_at from job
  where key = any($1::text::int8[]) and state in ('CREATED', 'FAILED', 'RETRIES_UPDATED') and retries > 0
    and available_at > $2::timestamptz and available_at <= $3::timestamptz`;

/** Keys by epoch ms; only what is available within `withinMs` from `now`. */
export const availableLater = async (
  database: Queryable,
  keys: readonly bigint[],
  period: { readonly now: number; readonly withinMs: number },
): Promise<Map<number, bigint[]>> => {
  const parameters = [arrayLiteral(keys), instantText(period.now), instantText(period.now + period.withinMs)];
  const rows = await database.query<{ key: bigint; available_at: string }>(find, parameters);
  const byTime = new Map<number, bigint[]>();
  for (const { key, available_at } of rows) {
    const at = Date.parse(available_at);
    byTime.set(at, [...(byTime.get(at) ?? []), key]);
  }
  return byTime;
};
