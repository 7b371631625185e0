import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import type { Database } from '../port/database.ts';
import { DiskFullError, DiskRoom } from './disk-room.ts';
import { guardWrites } from './pglite-database.ts';

const mb = 1 << 20;

let written: Database;
beforeAll(async () => {
  written = await createTestPglite();
}, 60_000);
afterAll(() => written.close());

describe('the room of an embedded database', () => {
  it('given too little, then writing is refused, told once each time, and goes on when there is enough', async () => {
    const told: string[] = [];
    let free = 95 * mb;
    const room = new DiskRoom('/data', { listener: { lost: () => void told.push('full'), back: () => void told.push('back') }, freeBytes: async () => free });

    for (let turn = 0; turn < 3; turn += 1) await expect(room.require()).rejects.toThrow('Expected at least 96 MB of free space at /data, but there are 95 MB. Make room');
    free = 96 * mb;
    for (let turn = 0; turn < 3; turn += 1) await room.require();

    expect(told).toEqual(['full', 'back']);
  });

  it('given too little, then a database is read and not written', async () => {
    let free = 1_000 * mb;
    const database = guardWrites(written, new DiskRoom('/data', { freeBytes: async () => free }));
    await database.query(`insert into fault (command, message) values ('before', '')`);

    free = 0;

    const tries = [
      () => database.query(`insert into fault (command, message) values ('full', '')`),
      () => database.query(`with gone as (delete from fault returning 1) select count(*) from gone`),
      () => database.transaction(async () => 1),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toThrow(DiskFullError);
    expect(await database.query('select command from fault')).toEqual([{ command: 'before' }]);
  });
});
