import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { newFolder, sealerOn } from '../test/proof/seal-folder.ts';
import { timerProcess } from '../test/workers/models.ts';
import { openWorkplace, type Workplace } from '../test/workers/workplace.ts';

describe.each(databases)('steps over $kind', ({ open, kind }) => {
  let place: Workplace;
  const folder = newFolder();
  beforeAll(async () => {
    place = await openWorkplace(await open(), kind === 'Postgres' ? process.env['REDIS_URL'] : undefined);
    await place.deploy('pause.bpmn', timerProcess('pause'));
  });
  afterAll(async () => {
    await place.close();
    await place.database.close();
    folder.remove();
  });

  it('are sealed through the queue, and a checkpoint with them all is signed', async () => {
    const sealer = await sealerOn(place.runtime, folder.path, 'acta.example/log');
    let rounds = 0;
    place.work(() => undefined, { reconcileEveryMs: 60_000, sealer: { round: async () => {
      rounds += 1;
      return sealer.round();
    } } });
    await place.queue.ready;
    await place.start('pause', { pause: 'PT1H' });
    const left = `select (select count(*) from step s where not exists (select from log_leaf l where (l.stream, l.seq) = (s.stream, s.seq)))
      + (select count(*) from log_leaf where stream < (1::int8 << 62) and index >= (select coalesce(max(heads_size), 0) from log_checkpoint)) n`;
    await expect.poll(async () => (await place.database.query<{ n: bigint }>(left))[0]?.n, { timeout: 15_000 }).toBe(0n);
    await expect.poll(async () => {
      const before = rounds;
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return rounds - before;
    }, { timeout: 15_000 }).toBe(0); // nothing happens, nobody looks
    expect(place.errors).toEqual([]);
  }, 60_000);
});
