import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ThreadCompiler } from '../../runtime/compile/thread-compiler.ts';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { deciding, taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type TestApp } from '../../test/server/test-app.ts';

/** The time of a deployment is over when the test says so. */
const alarms: { readonly ms: number; readonly ring: () => void; isOff: boolean }[] = [];
const after = (ms: number, ring: () => void): (() => void) => {
  const alarm = { ms, ring, isOff: false };
  alarms.push(alarm);
  return () => {
    alarm.isOff = true;
  };
};

const compiler = new ThreadCompiler({ timeMs: 7_000, memoryMb: 512, threads: 1, after });
const tight = new ThreadCompiler({ timeMs: 600_000, memoryMb: 64, threads: 1 });
let app: TestApp;
beforeAll(async () => {
  app = await openTestApp(await createTestPglite(), { compiler });
});
afterAll(async () => {
  await app.close();
  await compiler.close();
  await tight.close();
});

/** Within the limits of size and depth; it takes seconds. */
const large = (id: string): string => {
  const tasks = Array.from({ length: 12_000 }, (_, n) => `<bpmn:task id="t${n}"/><bpmn:sequenceFlow id="f${n}" sourceRef="${n === 0 ? 's' : `t${n - 1}`}" targetRef="t${n}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x"><bpmn:process id="${id}" isExecutable="true"><bpmn:startEvent id="s"/>${tasks.join('')}</bpmn:process></bpmn:definitions>`;
};

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1));

/** What these compile takes a busy machine long. */
const patience = { timeout: 180_000 };

describe('a deployment that takes long to compile', patience, () => {
  it('keeps nobody waiting, is refused with the limit and its setting, and leaves nothing behind', async () => {
    let isDone = false;
    const deployment = app.deploy({ 'large.bpmn': large('large') }).finally(() => {
      isDone = true;
    });
    while (alarms.length === 0 && !isDone) await turn();

    const meanwhile = await app.get('/v2/topology');
    const wasDone = isDone;
    alarms[0]!.ring();
    const { status, body } = await deployment;

    expect([meanwhile.status, wasDone, alarms[0]!.ms]).toEqual([200, false, 7_000]);
    expect([status, body['detail']]).toEqual([400, expect.stringContaining('within 7 s (ACTA_COMPILE_TIMEOUT), but it takes longer')]);
    expect(succeeded(await app.deploy({ 'small.bpmn': taskOnly('small') })).body['deployments']).toHaveLength(1);
    expect(alarms.at(-1)!.isOff).toBe(true);
    const stored = await app.runtime.database.query('select 1 from process_definition where id = $1', ['large']);
    expect(stored).toEqual([]);
  });

  it('does not count the time in which it asks what is deployed', async () => {
    const before = alarms.length;

    const { body } = succeeded(await app.deploy({ 'asks.bpmn': deciding('asks', 'nowhere') }));

    expect(body['warnings']).toEqual([expect.objectContaining({ message: expect.stringContaining("Expected decision 'nowhere' to be deployed") as string })]);
    expect(alarms.slice(before).map(({ isOff }) => isOff)).toEqual(alarms.slice(before).map(() => true));
    expect(alarms.length - before).toBeGreaterThan(1);
  });
});

describe('a deployment that takes much memory to compile', patience, () => {
  it('is refused with the limit and its setting, and the next one is compiled', async () => {
    const deployed = { decisionFiles: async () => [], ids: async () => new Set<string>() };
    const files = Array.from({ length: 8 }, (_, n) => ({ name: `${n}.bpmn`, content: large(`p${n}`) }));

    const result = await tight.compile(files, deployed);

    expect(result).toEqual({ kind: 'notCompiled', code: 'INVALID_ARGUMENT', message: expect.stringContaining('within 64 MB of memory (ACTA_COMPILE_MEMORY), but it takes more') as string });
    expect(await tight.compile([{ name: 'small.bpmn', content: taskOnly('small') }], deployed)).toMatchObject({ problems: [], deployables: [{ id: 'small' }] });
  });
});
