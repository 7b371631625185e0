/** Cases that call cases, on a real database, in two processes. */
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boundary, definitions, end, error, errors, flows, mapping, node, service, start, subProcess, user } from '../../test/case/bpmn-xml.ts';
import { createTestDatabase, type TestDatabase } from '../../test/harness/database.ts';
import { calledBy, dyingAfter, openIn, order, settle as settleAll, stateOf, test, variableOf } from '../../test/runtime/between-streams.ts';
import { accepted, createCase, deployModel, lastOf, openRuntimeOn } from '../../test/runtime/open-test-runtime.ts';
import { callsTo } from '../query/calls.ts';
import { rebuildProjections } from '../projection/rebuild.ts';
import { judgeStream } from '../verdict/judge-stream.ts';
import type { Runtime } from '../runtime.ts';

const process = (id: string, content: string, roots = ''): string => definitions(`<bpmn:process id="${id}" isExecutable="true">${content}</bpmn:process>${roots}`);
const call = (id: string, called: string, more = ''): string => node('callActivity', id, { extension: `<zeebe:calledElement processId="${called}" ${more}/>` });
const calling = (id: string, called: string, more = ''): string =>
  process(id, `${start()}${call('call', called, more)}${boundary('failed', 'call', error('E1'))}${end()}${end('caught')}${flows('start -> call -> end', 'failed -> caught')}`, errors('E1'));
const working = (id: string): string => process(id, `${start()}${service('serve')}${end()}${flows('start -> serve -> end')}`);

let database: TestDatabase;
let one: Runtime;
let two: Runtime;
beforeAll(async () => {
  database = await createTestDatabase();
  one = await openRuntimeOn(database.url);
  two = await openRuntimeOn(database.url);
  await deployModel(one, 'child.bpmn', working('child'));
  await deployModel(one, 'parent.bpmn', calling('parent', 'child'));
  await deployModel(one, 'grand.bpmn', calling('grand', 'parent'));
});
afterAll(async () => {
  await one.close();
  await two.close();
  await database.drop();
});

const settle = (): Promise<void> => settleAll(one, two);
const elements = async (stream: bigint): Promise<readonly string[]> =>
  (await one.database.query<{ id: string }>(`select element_id id from element_instance where (key >> 24) << 24 = $1 and state = 'COMPLETED' order by key`, [stream])).map(({ id }) => id);
const verdictOf = async (stream: bigint) => judgeStream({ database: one.database, kinds: one.kinds, log: one.log }, stream);

/** As only the database's owner can who takes the guards away. */
const loseStep = async (stream: bigint, seq: number): Promise<void> => {
  const owner = postgres(database.url, { max: 1, onnotice: () => undefined });
  await owner.unsafe(`set session_replication_role = replica; delete from step where stream = ${stream} and seq = ${seq}`);
  await owner.end();
};

const startParent = async (id = 'parent', variables: { readonly [name: string]: string | number } = { n: 1 }) => {
  const { stream } = await createCase(one, id, variables);
  await settle();
  const [called] = await calledBy(one, stream);
  if (called === undefined) throw new Error('Expected the case to call another, but it did not');
  return { stream, called };
};

describe('a called case', () => {
  it('gets the variables, does its work in any process, and gives its variables back', async () => {
    const { stream, called } = await startParent();
    expect(await variableOf(one, called, 'n')).toBe(1);
    accepted(await order(two, called, { type: 'CompleteJob', job: await openIn(one, 'job', called), variables: { answer: 42 } }));
    await settle();
    expect([await stateOf(one, called), await stateOf(one, stream), await variableOf(one, stream, 'answer')]).toEqual(['COMPLETED', 'COMPLETED', 42]);
    for (const each of [stream, called]) expect(await verdictOf(each)).toMatchObject({ verified: true, redecide: { verdict: 'equal' }, projections: { verdict: 'equal' } });
  });

  it('lets an error out to whoever called it', async () => {
    const { stream, called } = await startParent();
    accepted(await order(one, called, { type: 'ThrowJobError', job: await openIn(one, 'job', called), errorCode: 'E1', errorMessage: 'no', variables: {} }));
    await settle();
    expect([await stateOf(one, called), await stateOf(one, stream)]).toEqual(['TERMINATED', 'COMPLETED']);
    expect(await elements(stream)).toContain('caught');
  });

  it('ends with the case that called it, at any depth, and is not cancelled alone', async () => {
    const { stream, called } = await startParent('grand');
    const [inner] = await calledBy(one, called);
    expect(await order(one, inner ?? 0n, { type: 'CancelCase' })).toMatchObject({
      kind: 'rejected', code: 'INVALID_STATE', message: `Expected to cancel a case that nobody has called, but it is called by another. Cancel the case at the top of the calls, with key '${stream}'`,
    });
    expect((await callsTo(one.database, inner ?? 0n)).map(({ processInstanceKey, processDefinitionName }) => [processInstanceKey, processDefinitionName]))
      .toEqual([[String(stream), 'grand'], [String(called), 'parent'], [String(inner), 'child']]);
    accepted(await order(two, stream, { type: 'CancelCase' }));
    await settle();
    for (const each of [stream, called, inner ?? 0n]) expect([await stateOf(one, each), (await verdictOf(each))?.verified]).toEqual(['TERMINATED', true]);
    expect(await one.database.query('select count(*) n from inbox')).toEqual([{ n: 0n }]);
  });

  it('of three levels ends from the inside out', async () => {
    const { stream, called } = await startParent('grand');
    const [inner = 0n] = await calledBy(one, called);
    accepted(await order(one, inner, { type: 'CompleteJob', job: await openIn(one, 'job', inner), variables: { deep: 'yes' } }));
    await settle();
    expect([await stateOf(one, called), await stateOf(one, stream), await variableOf(one, stream, 'deep')]).toEqual(['COMPLETED', 'COMPLETED', 'yes']);
  });

  it('survives whoever dies between any two steps of it', async () => {
    const created = accepted(await dyingAfter(one, () =>
      one.pipeline.submit({ kind: 'create', id: 'dies', actor: test, definition: { id: 'parent' }, create: { variables: { n: 2 } } })));
    expect(await calledBy(one, created.stream)).toEqual([]);
    await settleAll(two);
    const [called = 0n] = await calledBy(two, created.stream);
    const job = await openIn(two, 'job', called);
    accepted(await dyingAfter(two, () => order(two, called, { type: 'CompleteJob', job, variables: { answer: 1 } })));
    expect(await stateOf(one, created.stream)).toBe('ACTIVE');
    await settle();
    expect([await stateOf(one, created.stream), await variableOf(one, created.stream, 'answer')]).toEqual(['COMPLETED', 1]);
  });

  it('is there once, whoever takes the call up, and however many do', async () => {
    const { stream } = accepted(await dyingAfter(one, () =>
      one.pipeline.submit({ kind: 'create', id: 'twice', actor: test, definition: { id: 'parent' }, create: { variables: {} } })));
    const targets = (await one.database.query<{ target: bigint }>('select distinct target from inbox')).map(({ target }) => target);
    await Promise.all([one.pipeline.drain(targets), two.pipeline.drain(targets), one.pipeline.drain(targets)]);
    const [called, ...more] = await calledBy(one, stream);
    expect([more, (await verdictOf(called ?? 0n))?.chain]).toMatchObject([[], { ok: true }]);
    accepted(await order(one, stream, { type: 'CancelCase' }));
    await settle();
  });

  it('that an operator has closed, its record being broken, breaks the call', async () => {
    const { stream, called } = await startParent();
    const incident = async () => one.database.query('select error_type type, message from incident where (key >> 24) << 24 = $1', [stream]);
    accepted(await order(one, called, { type: 'SetVariables', scope: 0, variables: { a: 1 }, local: true }));
    accepted(await order(one, called, { type: 'SetVariables', scope: 0, variables: { b: 1 }, local: true }));
    await loseStep(called, 1);
    one.pipeline.evictAll();
    two.pipeline.evictAll();
    accepted(await order(one, called, { type: 'CloseCase', because: 'lost' }));
    await settle();
    expect(await incident()).toEqual([{ type: 'calledElement', message: 'Expected the called case to complete, but its record is broken and an operator has closed it' }]);
  });
});

describe('what is called', () => {
  it('is an incident when it is not deployed, and is called when that is resolved after it was', async () => {
    await deployModel(one, 'early.bpmn', calling('early', 'later'));
    const { stream } = await createCase(one, 'early');
    const incident = await openIn(one, 'incident', stream);
    expect(await one.database.query('select error_type type, message from incident where (key >> 24) << 24 = $1', [stream]))
      .toEqual([{ type: 'calledElement', message: `Expected process with BPMN process id 'later' to be deployed, but not found.` }]);
    await deployModel(two, 'later.bpmn', working('later'));
    accepted(await order(one, stream, { type: 'ResolveIncident', incident }));
    await settle();
    expect(await calledBy(one, stream)).toHaveLength(1);
    expect((await verdictOf(stream))?.verified).toBe(true);
  });

  it.each([
    ['latest', '', 2],
    ['versionTag', 'bindingType="versionTag" versionTag="first"', 1],
    ['deployment', 'bindingType="deployment"', 1],
  ])('is the version that the binding %s means', async (binding, attributes, version) => {
    const id = `bound-${binding}`;
    const tagged = (tag: string, task: string): string =>
      process(id, `<bpmn:extensionElements><zeebe:versionTag value="${tag}"/></bpmn:extensionElements>${start()}${user(task)}${end()}${flows(`start -> ${task} -> end`)}`);
    const both = await one.deploy([{ name: `${id}.bpmn`, content: tagged('first', 'a') }, { name: `by-${id}.bpmn`, content: calling(`by-${id}`, id, attributes) }], { id: `d-${id}`, actor: test });
    expect(both.kind).toBe('deployed');
    await deployModel(one, `${id}.bpmn`, tagged('second', 'b'));
    const { called } = await startParent(`by-${id}`);
    expect(await one.database.query('select version from process_instance i join process_definition d on d.key = i.definition_key where i.key = $1', [called])).toEqual([{ version }]);
  });

  it('of the same deployment is the version that the deployment found unchanged', async () => {
    await deployModel(one, 'unchanged.bpmn', working('unchanged'));
    const both = await one.deploy([{ name: 'unchanged.bpmn', content: working('unchanged') }, { name: 'by.bpmn', content: calling('by-unchanged', 'unchanged', 'bindingType="deployment"') }], { id: 'd-unchanged', actor: test });
    expect(both.kind).toBe('deployed');
    const { called } = await startParent('by-unchanged');
    expect(await stateOf(one, called)).toBe('ACTIVE');
  });

  it('gets and gives what the mappings say, from inside a sub-process too', async () => {
    const inside = subProcess('sub', `${start('s')}${node('callActivity', 'call', { extension: `<zeebe:calledElement processId="child" propagateAllParentVariables="false" propagateAllChildVariables="false"/>${mapping({ item: '=n + 1' }, { total: '=answer' })}` })}${end('e')}${flows('s -> call -> e')}`);
    await deployModel(one, 'mapped.bpmn', process('mapped', `${start()}${inside}${end()}${flows('start -> sub -> end')}`));
    const { stream, called } = await startParent('mapped', { n: 6, secret: 'x' });
    expect([await variableOf(one, called, 'item'), await variableOf(one, called, 'secret')]).toEqual([7, undefined]);
    accepted(await order(one, called, { type: 'CompleteJob', job: await openIn(one, 'job', called), variables: { answer: 9 } }));
    await settle();
    expect([await variableOf(one, stream, 'total'), await variableOf(one, stream, 'answer')]).toEqual([9, undefined]);
  });

  it('is rebuilt with all that searches show of calls', async () => {
    const { stream, called } = await startParent();
    const rows = () => one.database.query('select key, parent_key, root_key from process_instance order by key');
    const before = await rows();
    await rebuildProjections(one.database, one.kinds);
    expect(await rows()).toEqual(before);
    expect(before.find(({ key }) => key === called)).toMatchObject({ root_key: stream });
    expect(lastOf(await createCase(one, 'parent'), 'CaseCalled')).toMatchObject({ root: expect.any(String) as string });
  });
});
