import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../runtime/port/database.ts';
import { openPostgres } from '../runtime/postgres/postgres-database.ts';
import { createTestDatabase } from '../test/harness/database.ts';
import { measureCeiling } from './ceiling.ts';

let database: Database;
let drop: () => Promise<void>;

beforeEach(async () => {
  const created = await createTestDatabase();
  drop = created.drop;
  database = await openPostgres({ url: created.url });
});
afterEach(async () => {
  await database.close();
  await drop();
});

const count = async (condition: string): Promise<number> => {
  const [row] = await database.query<{ count: bigint }>(`select count(*) from ${condition}`);
  return Number(row?.count);
};

describe('the raw ceiling', () => {
  it('claims every job and ends every case that it counts', { timeout: 120_000 }, async () => {
    const { casesPerSecond } = await measureCeiling(database, 0.001);

    const cases = await count('process_instance');
    expect(casesPerSecond).toBeGreaterThan(0);
    expect(cases).toBe(2200); // two batches that were recorded, and one round of twenty
    expect(await count(`process_instance where state = 'COMPLETED'`)).toBe(cases);
    expect(await count(`job where state = 'COMPLETED' and worker = 'bench'`)).toBe(2 * cases);
    expect(await count(`user_task where state = 'COMPLETED'`)).toBe(cases);
    expect(await count('step')).toBe(4 * cases + 1); // and the deployment's
  });
});
