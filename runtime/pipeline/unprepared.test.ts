/** Large definitions are compiled beside the batches that need them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { messageProcess, taskProcess } from '../../test/runtime/models.ts';
import { accepted, command, createCase, deployModel, lastOf, openRuntimeOn, publishMessage } from '../../test/runtime/open-test-runtime.ts';
import { compileModels } from '../library/models.ts';
import { compileHere, type Compiler, type NotCompiled } from '../port/compiler.ts';
import type { Runtime } from '../runtime.ts';

/** As a thread would: what it gives are copies, when it is let. */
class HeldCompiler implements Compiler {
  readonly compile = compileHere.compile;
  asked = 0;
  refusal: NotCompiled | undefined;
  #letGo = (): void => undefined;
  #held = new Promise<void>((resolve) => (this.#letGo = resolve));

  async models(source: string, dialect: 'bpmn' | 'statechart') {
    this.asked += 1;
    await this.#held;
    return this.refusal ?? structuredClone(await compileModels(source, dialect));
  }

  letGo(): void {
    this.#letGo();
    this.#held = new Promise((resolve) => (this.#letGo = resolve));
  }
}

const large = (xml: string): string => xml.replace('</bpmn:definitions>', `<!--${'large '.repeat(4_000)}--></bpmn:definitions>`);

const largeChart = JSON.stringify({
  id: 'large-chart', description: 'large '.repeat(4_000), context: { n: 1 }, initial: 'a',
  states: { a: { on: { GO: { target: 'b', guard: '=n = 1', actions: { assign: { n: '=n + 1' } } } } }, b: { type: 'final' } },
});

let database: TestDatabase;
/** Has deployed everything. */
let first: Runtime;
let compiler: HeldCompiler;
/** Runs it for the first time. */
let second: Runtime;

beforeAll(async () => {
  database = await createTestDatabase();
  first = await openRuntimeOn(database.url);
  await deployModel(first, 'small.bpmn', taskProcess('small'));
  await deployModel(first, 'task.bpmn', large(taskProcess('task')));
  await deployModel(first, 'other.bpmn', large(taskProcess('other')));
  await deployModel(first, 'message.bpmn', large(messageProcess('message')));
  await deployModel(first, 'chart.statechart.json', largeChart);
  compiler = new HeldCompiler();
  second = await openRuntimeOn(database.url, { compiler });
});

afterAll(async () => {
  await first.close();
  await second.close();
  await database.drop();
});

const setVariable = (stream: bigint, value: number) => command(second, stream, { type: 'SetVariables', scope: 0, variables: { value }, local: true });

describe('a large definition that a process runs for the first time', () => {
  it('keeps nobody else waiting, and its commands are decided in their order when it is there', async () => {
    const { stream } = await createCase(first, 'task');
    const done: string[] = [];
    // Given commands of its case and of others, in one batch
    const all = [1, 2].map(async (value) => {
      const { seq } = accepted(await setVariable(stream, value));
      done.push(`${value} as step ${seq}`);
    });
    const created = createCase(second, 'task').then(() => done.push('created'));
    // When others are answered, also in batches after it
    await createCase(second, 'small');
    all.push(setVariable(stream, 3).then((result) => void done.push(`3 as step ${accepted(result).seq}`)));
    await createCase(second, 'small');
    // Then its own wait for one compilation, and nothing overtakes
    expect(done).toEqual([]);
    expect(compiler.asked).toBe(1);
    compiler.letGo();
    await Promise.all([...all, created]);
    expect(done.filter((one) => one !== 'created')).toEqual(['1 as step 1', '2 as step 2', '3 as step 3']);
    await createCase(second, 'task');
    expect(compiler.asked).toBe(1);
  });

  it('leaves mail in the inbox until it is there', async () => {
    const { stream } = await createCase(first, 'message', { order: 'late' });
    await first.pipeline.settled(); // it has said what it waits for
    const published = accepted(await publishMessage(second, 'late'));
    const waiting = async () => (await first.database.query('select 1 from inbox where target = $1', [stream])).length;
    await createCase(second, 'small');

    expect(published).toMatchObject({ pending: true });
    expect(await waiting()).toBe(1);
    compiler.letGo();
    await second.pipeline.settled();
    expect(await waiting()).toBe(0);
    const [row] = await first.database.query<{ state: string }>('select state from process_instance where key = $1', [stream]);
    expect(row).toMatchObject({ state: 'COMPLETED' });
  });

  it('is refused with the limit that it met, and compiled again when it is asked for again', async () => {
    compiler.refusal = { kind: 'notCompiled', code: 'INVALID_ARGUMENT', message: 'Expected a deployed definition to be compiled within 1 s, but it takes longer' };
    const refused = second.pipeline.submit({ kind: 'create', id: 'refused', actor: { id: 'test', kind: 'client', method: 'none' }, definition: { id: 'other' }, create: { variables: {} } });
    await createCase(second, 'small');
    compiler.letGo();

    expect(await refused).toMatchObject({
      kind: 'rejected', code: 'RESOURCE_EXHAUSTED',
      message: 'Expected to take the command, but its definition cannot be run now. Expected a deployed definition to be compiled within 1 s, but it takes longer',
    });
    compiler.refusal = undefined;
    const again = createCase(second, 'other');
    await createCase(second, 'small');
    compiler.letGo();
    expect(lastOf(await again, 'UserTaskCreated')).toMatchObject({ element: 'work' });
  });

  it('runs the same when its model came as data: a statechart with guards and assignments', async () => {
    const creating = createCase(second, 'large-chart');
    await createCase(second, 'small');
    compiler.letGo();
    const { stream } = await creating;

    const sent = accepted(await command(second, stream, { type: 'SendEvent', event: 'GO', data: {} }));
    expect(lastOf(sent, 'VariableSet')).toMatchObject({ name: 'n', value: 2 });
    expect(sent.events.at(-1)).toMatchObject({ type: 'CaseCompleted' });
  });
});
