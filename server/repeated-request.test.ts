import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { jobOnly, taskOnly } from '../test/server/models.ts';
import { openTestApp, succeeded, type Answer, type TestApp } from '../test/server/test-app.ts';

/** Requests that carry an `Idempotency-Key` and are not commands of a case. */
describe.each(databases)('a repeated request on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
  });
  afterAll(() => app.close());

  const deploy = (files: Record<string, string>, key: string): Promise<Answer> => app.deploy(files, {}, { 'idempotency-key': key });
  const model = (id: string, comment: string): Record<string, string> => ({ [`${id}.bpmn`]: taskOnly(id).replace('<bpmn:process', `<!-- ${comment} --><bpmn:process`) });
  const versions = async (id: string): Promise<number> =>
    (succeeded(await app.post('/v2/process-definitions/search', { filter: { processDefinitionId: id } })).body['items'] as readonly unknown[]).length;

  it('of a deployment makes nothing new, whatever was deployed meanwhile, and is answered as then', async () => {
    const first = succeeded(await deploy(model('twice', 'one'), 'deploy-1'));
    succeeded(await app.deploy(model('twice', 'two')));

    const again = succeeded(await deploy(model('twice', 'one'), 'deploy-1'));

    expect(again.body).toEqual(first.body);
    expect(await versions('twice')).toBe(2);
  });

  it('of a deployment that changed nothing makes nothing new later, either', async () => {
    succeeded(await app.deploy(model('same', 'one')));
    const unchanged = succeeded(await deploy(model('same', 'one'), 'deploy-same'));
    succeeded(await app.deploy(model('same', 'two')));

    expect(succeeded(await deploy(model('same', 'one'), 'deploy-same')).body).toEqual(unchanged.body);
    expect(await versions('same')).toBe(2);
  });

  it('of a deployment takes effect once when many are sent at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, turn) => deploy(model('many', 'all'), `deploy-many${turn % 2}`)));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    // One of the two made it, the other found it there.
    for (const turn of [0, 1]) expect(new Set(answers.filter((_, at) => at % 2 === turn).map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ body }) => body['deploymentKey'])).size).toBe(1);
    expect(await versions('many')).toBe(1);
  });

  it('is refused when it is another one', async () => {
    succeeded(await deploy(model('key', 'one'), 'key-1'));
    succeeded(await app.post('/v2/process-instances', { processDefinitionId: 'key' }, { 'idempotency-key': 'key-2' }));

    const refused = [
      await deploy(model('key', 'two'), 'key-1'),
      await deploy({ ...model('key', 'one'), ...model('other', 'one') }, 'key-1'),
      await deploy({ 'another-name.bpmn': Object.values(model('key', 'one'))[0] ?? '' }, 'key-1'),
      await deploy(model('key', 'one'), 'key-2'),
      await app.post('/v2/process-instances', { processDefinitionId: 'key' }, { 'idempotency-key': 'key-1' }),
    ];

    for (const { status, body } of refused) expect([status, body['title']]).toEqual([409, 'ALREADY_EXISTS']);
    expect(await versions('key')).toBe(1);
  });

  it('of a deployment that was refused may be mended', async () => {
    expect((await deploy({ 'mended.bpmn': '<broken/>' }, 'mend')).status).toBe(400);

    expect((await deploy(model('mended', 'now'), 'mend')).status).toBe(200);
  });

  it('of a new timeout does not move it again', async () => {
    succeeded(await app.deploy({ 'job.bpmn': jobOnly('timed', 'timed.work') }));
    await app.start('timed');
    const { jobs } = succeeded(await app.post('/v2/jobs/activation', { type: 'timed.work', timeout: 60_000, maxJobsToActivate: 1 })).body;
    const key = jobs![0]!['jobKey'] as string;
    const deadline = async (): Promise<unknown> => succeeded(await app.post('/v2/jobs/search', { filter: { jobKey: key } })).body['items']![0]!['deadline'];
    const update = (timeout: number, idempotencyKey: string): Promise<Answer> => app.send('PATCH', `/v2/jobs/${key}`, { changeset: { timeout } }, { 'idempotency-key': idempotencyKey });

    succeeded(await update(100_000, 'move-1'));
    const moved = await deadline();
    succeeded(await update(200_000, 'move-2'));
    const later = await deadline();
    succeeded(await update(100_000, 'move-1'));

    expect(await deadline()).toBe(later);
    expect(later).not.toBe(moved);
    expect((await update(300_000, 'move-1')).status).toBe(409);
  });
});
