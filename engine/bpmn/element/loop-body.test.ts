import { describe, expect, it } from 'vitest';
import { boundary, caseOf, errors, flows, node, script, service, start, timer, user } from '../../../test/case/bpmn-xml.ts';

const over = (attributes: string, { sequential = false, condition = '' } = {}): string =>
  `<bpmn:multiInstanceLoopCharacteristics isSequential="${sequential}"><bpmn:extensionElements><zeebe:loopCharacteristics ${attributes}/></bpmn:extensionElements>`
  + `${condition === '' ? '' : `<bpmn:completionCondition>=${condition}</bpmn:completionCondition>`}</bpmn:multiInstanceLoopCharacteristics>`;
const each = (id: string, loop: string, extension = '<zeebe:userTask/>'): string => node('userTask', id, { extension, content: loop });
const collecting = 'inputCollection="=people" inputElement="person" outputCollection="votes" outputElement="=vote"';

describe('a multi-instance activity', () => {
  it('is done for each item at once, and collects what they give in the order of the items', async () => {
    const driver = (await caseOf(start() + each('ask', over(collecting)) + user('next') + flows('start -> ask -> next'))).start({ people: ['ann', 'bob', 'cy'] });
    const instances = driver.instancesOf('ask').slice(1);
    expect(instances.map((instance) => driver.variables(instance))).toEqual([
      { loopCounter: 1, person: 'ann', vote: null }, { loopCounter: 2, person: 'bob', vote: null }, { loopCounter: 3, person: 'cy', vote: null },
    ]);
    const tasks = driver.state.userTasks.entries().map(([task]) => task);
    for (const [at, vote] of [[2, 'c'], [0, 'a'], [1, 'b']] as const) driver.accept({ type: 'CompleteUserTask', task: tasks[at] ?? 0, variables: { vote } });
    expect(driver.active).toEqual(['next']);
    expect(driver.variables()).toEqual({ people: ['ann', 'bob', 'cy'], votes: ['a', 'b', 'c'] });
  });

  it('in sequence is done for one item after the other', async () => {
    const driver = (await caseOf(start() + each('ask', over(collecting, { sequential: true })) + flows('start -> ask'))).start({ people: [1, 2] });
    expect(driver.state.userTasks.size).toBe(1);
    driver.complete('ask', { vote: 'x' });
    expect([driver.state.userTasks.size, driver.state.status]).toEqual([1, 'active']);
    driver.complete('ask', { vote: 'y' });
    expect([driver.state.status, driver.variables()['votes']]).toEqual(['completed', ['x', 'y']]);
  });

  it('over nothing is done at once, with an empty collection', async () => {
    const driver = (await caseOf(start() + each('ask', over(collecting)) + flows('start -> ask'))).start({ people: [] });
    expect([driver.state.status, driver.variables()['votes']]).toEqual(['completed', []]);
  });

  it('ends the rest when its completion condition is true', async () => {
    const loop = over(collecting, { condition: 'numberOfCompletedInstances &gt;= 2 and numberOfActiveInstances = 1 and numberOfInstances = 3' });
    const driver = (await caseOf(start() + each('ask', loop) + user('next') + flows('start -> ask -> next'))).start({ people: [1, 2, 3] });
    driver.complete('ask', { vote: 1 });
    expect(driver.state.userTasks.size).toBe(2);
    driver.complete('ask', { vote: 1 });
    expect(driver.active).toEqual(['next']);
    expect(driver.variables()['votes']).toEqual([1, 1, null]);
    expect(driver.eventsOf('UserTaskCanceled')).toHaveLength(1);
  });

  it('stands at an incident when it goes over no list, and goes on when that is resolved', async () => {
    const driver = (await caseOf(start() + each('ask', over('inputCollection="=people"')) + flows('start -> ask'))).start({ people: 7 });
    const incident = driver.incident('ask');
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'extractValue', message: "Expected the input collection of 'ask' to be a list, but '=people' gave the number 7" }]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { people: [1] }, local: false });
    driver.accept({ type: 'ResolveIncident', incident });
    driver.complete('ask');
    expect(driver.state.status).toBe('completed');
  });

  it('has its boundary events once, at the body', async () => {
    const driver = (await caseOf(start() + each('ask', over('inputCollection="=[1,2,3]"')) + boundary('late', 'ask', timer('timeDuration', 'PT1S')) + user('c') + flows('start -> ask', 'late -> c'))).start();
    expect(driver.timers).toHaveLength(1);
    driver.advance(1_000);
    expect([driver.active, driver.state.loops.isEmpty]).toEqual([['c'], true]);
  });

  it('is left by an error of one of its instances', async () => {
    const task = node('serviceTask', 'do', { extension: '<zeebe:taskDefinition type="work"/>', content: over('inputCollection="=[1,2]"') });
    const driver = (await caseOf(start() + task + boundary('b', 'do', '<bpmn:errorEventDefinition errorRef="E"/>') + user('c') + flows('start -> do', 'b -> c'), errors('E'))).start();
    driver.throwError('do', 'E');
    expect(driver.active).toEqual(['c']);
  });

  it('of ten thousand scripts in sequence is done by and by, without growing', async () => {
    const loop = over('inputCollection="=for i in 1..10000 return i" inputElement="n" outputCollection="squares" outputElement="=r"', { sequential: true });
    const task = node('scriptTask', 's', { extension: '<zeebe:script expression="=n * n" resultVariable="r"/>', content: loop });
    const driver = (await caseOf(start() + task + user('a') + flows('start -> s -> a'), '', { continues: false })).start();
    let turns = 0;
    for (; driver.state.continuation !== null && turns < 20; turns += 1) {
      expect(driver.state.elements.size).toBeLessThan(5);
      driver.accept({ type: 'Continue' });
    }
    expect(turns).toBe(10);
    expect(driver.active).toEqual(['a']);
    expect((driver.variables()['squares'] as number[]).at(-1)).toBe(100_000_000);
  }, 60_000);
});

describe('a standard loop', () => {
  const loop = (attributes: string, condition: string): string =>
    `<bpmn:standardLoopCharacteristics ${attributes}>${condition === '' ? '' : `<bpmn:loopCondition>=${condition}</bpmn:loopCondition>`}</bpmn:standardLoopCharacteristics>`;
  const counting = (content: string): string => node('scriptTask', 's', { extension: '<zeebe:script expression="=n + 1" resultVariable="n"/>', content });

  it.each([
    ['while its condition holds, asked afterwards', '', 'n &lt; 3', 0, 3],
    ['once at least, when it is asked afterwards', '', 'n &lt; 3', 5, 6],
    ['not at all, when it is asked before', 'testBefore="true"', 'n &lt; 3', 5, 5],
    ['no more often than its maximum', 'loopMaximum="2"', 'true', 0, 2],
  ] as const)('is done %s', async (...[, attributes, condition, n, after]) => {
    const driver = (await caseOf(start() + counting(loop(attributes, condition)) + flows('start -> s'))).start({ n });
    expect([driver.state.status, driver.variables()['n']]).toEqual(['completed', after]);
  });
});

describe('an execution listener', () => {
  const listens = (...of: readonly string[]): string =>
    `<zeebe:executionListeners>${of.map((when) => `<zeebe:executionListener eventType="${when.split(' ')[0]}" type="${when.split(' ')[1]}"/>`).join('')}</zeebe:executionListeners>`;

  it('is asked before the work begins and before the element is left, one after the other', async () => {
    const driver = (await caseOf(start() + service('do', listens('start one', 'start two', 'end three')) + user('a') + flows('start -> do -> a'))).start();
    const job = (): readonly unknown[] => driver.state.jobs.entries().map(([, { jobType, purpose }]) => [jobType, purpose]);
    expect(job()).toEqual([['one', 'startListener']]);
    driver.complete('do', { found: 1 });
    expect(job()).toEqual([['two', 'startListener']]);
    expect(driver.variables()).toEqual({});
    driver.complete('do');
    expect(job()).toEqual([['work', undefined]]);
    driver.complete('do', { done: true });
    expect(job()).toEqual([['three', 'endListener']]);
    driver.complete('do', { checked: true });
    expect(driver.active).toEqual(['a']);
    expect(driver.variables()).toEqual({ done: true, checked: true });
  });

  it('that has no retries left is an incident of its own kind, and cannot throw errors', async () => {
    const driver = (await caseOf(start() + service('do', listens('start one')) + flows('start -> do'))).start();
    expect(driver.reject({ type: 'ThrowJobError', job: driver.job('do'), errorCode: 'E', errorMessage: '', variables: {} }).message).toMatch(/is a listener's, which cannot/);
    driver.accept({ type: 'FailJob', job: driver.job('do'), retries: 0, retryBackOffMs: 0, errorMessage: 'no' });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'listenerNoRetries' }]);
  });

  it('is refused where nothing could wait for it', async () => {
    await expect(caseOf(node('startEvent', 'start', { extension: listens('start one') }) + script('s', 'x', '=1') + flows('start -> s'))).rejects.toThrow(/no start listener of start event 'start'/);
  });
});
