import { describe, expect, it } from 'vitest';
import { boundary, caseOf, end, exclusive, flows, mapping, message, messages, parallel, script, service, start, subProcess, user } from '../../test/case/bpmn-xml.ts';
import type { CaseDriver } from '../../test/case/case-driver.ts';
import type { Event } from '../case/index.ts';
import { limits } from '../stream/index.ts';

const types = (events: readonly Event[]): readonly string[] => events.map(({ type }) => type);

describe('an element instance', () => {
  it('takes along what it waits for, in order of creation, before it leaves', async () => {
    const driver = await caseOf(
      start() + service('job') + boundary('heard', 'job', message('m')) + boundary('told', 'job', message('n')) + user('after') + flows('start -> job -> after', 'heard -> after', 'told -> after'),
      messages('m', 'n'),
    );
    driver.start({ key: 'k' }).complete('job');
    expect(types(driver.steps.at(-1)!.events).slice(0, 4)).toEqual(['JobCompleted', 'MessageSubscriptionClosed', 'MessageSubscriptionClosed', 'ElementCompleted']);
    const closed = driver.eventsOf('MessageSubscriptionClosed').map(({ ordinal }) => ordinal);
    expect(closed).toEqual(closed.toSorted((a, b) => a - b));
  });

  it('keeps its work in its own scope when output mappings choose what leaves it', async () => {
    const driver = await caseOf(start() + service('job', mapping({}, { out: '=result' })) + user('after') + flows('start -> job -> after'));
    driver.start().complete('job', { result: 1, other: 2 });
    expect(driver.variables()).toEqual({ out: 1 });
  });

  it('stays, completed but for its incident, when its output mappings fail, and completes when that is resolved', async () => {
    const driver = await caseOf(start() + service('job', mapping({}, { out: '=assert(result, result != null)' })) + user('after') + flows('start -> job -> after'));
    driver.start().complete('job');
    expect([driver.active, driver.eventsOf('IncidentCreated')[0]?.phase]).toEqual([['job'], 'complete']);
    const [instance = 0] = driver.instancesOf('job');
    driver.accept({ type: 'SetVariables', scope: instance, variables: { result: 5 }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('job') });
    expect([driver.active, driver.variables()]).toEqual([['after'], { out: 5 }]);
  });
});

describe('a scope', () => {
  it('is done with its last element, out through all that it was the last of', async () => {
    const nested = (depth: number): string =>
      depth === 0 ? user('task') : subProcess(`sub${depth}`, start(`s${depth}`) + nested(depth - 1) + flows(`s${depth} -> ${depth === 1 ? 'task' : `sub${depth - 1}`}`));
    const driver = (await caseOf(start() + nested(4) + flows('start -> sub4'))).start();
    expect(driver.active).toHaveLength(5);
    expect(types(driver.complete('task').steps.at(-1)!.events)).toEqual(['UserTaskCompleted', ...Array.from({ length: 5 }, () => 'ElementCompleted'), 'CaseCompleted']);
  });

  it('is not done as long as a token waits in it', async () => {
    const driver = await caseOf(start() + parallel('f') + user('a') + user('b') + parallel('j') + end() + flows('start -> f -> a -> j -> end', 'f -> b -> j'));
    driver.start().complete('a');
    expect([driver.state.status, driver.tokens()]).toEqual(['active', { a_j: 1 }]);
    expect(driver.complete('b').state.status).toBe('completed');
  });

  it('that is terminated ends from the inside out', async () => {
    const inner = subProcess('inner', start('si') + parallel('f') + user('a') + service('b') + flows('si -> f -> a', 'f -> b'));
    const driver = await caseOf(start() + subProcess('outer', start('so') + inner + flows('so -> inner')) + boundary('halt', 'outer', message('m')) + flows('start -> outer'), messages('m'));
    driver.start({ key: 'k' });
    const ordinals = ['a', 'b', 'inner', 'outer'].map((element) => driver.instancesOf(element)[0]);
    driver.message('m', 'k');
    expect(driver.eventsOf('ElementTerminated').map(({ ordinal }) => ordinal)).toEqual(ordinals);
    expect(driver.eventsOf('ElementPhaseChanged')).toEqual([]);
  });
});

/** Nested: in `outer` there is `inner`, and in it more elements than two commands may end. */
const nestedCrowd = async (ending: string): Promise<CaseDriver> => {
  const crowd = exclusive('again') + script('count', 'n', '=if n = null then 1 else n + 1') + parallel('each') + service('item') + exclusive('more', 'idle') + user('idle');
  const inner = start('si') + parallel('fan') + user('stop') + end('over', ending) + crowd +
    flows('si -> fan -> again -> count -> each -> item', 'each -> more -> idle', 'more -> again if n < size', 'fan -> stop -> over');
  const outer = start('so') + subProcess('inner', inner) + boundary('haltInner', 'inner', message('m')) + user('afterInner') + user('haltedInner') +
    flows('so -> inner -> afterInner', 'haltInner -> haltedInner');
  const driver = await caseOf(
    start() + subProcess('outer', outer) + boundary('haltOuter', 'outer', message('n')) + user('haltedOuter') + flows('start -> outer', 'haltOuter -> haltedOuter'),
    messages('m', 'n'),
    { continues: false },
  );
  driver.start({ size: limits.terminationsPerCommand * 2 + 200, key: 'k' });
  proceed(driver);
  return driver;
};

const proceed = (driver: CaseDriver): readonly Event[] => {
  const events: Event[] = [];
  while (driver.state.continuation !== null) events.push(...driver.accept({ type: 'Continue' }));
  return events;
};

describe('what is being ended inside something that is then ended too', () => {
  it.each<[string, string, (driver: CaseDriver) => CaseDriver]>([
    ['a terminate end event', '<bpmn:terminateEventDefinition/>', (driver) => driver.complete('stop')],
    ['a boundary event', '', (driver) => driver.message('m', 'k')],
  ])('by %s, does not go on: it goes with what is around it', { timeout: 60_000 }, async (_what, ending, begin) => {
    const driver = await nestedCrowd(ending);
    begin(driver);
    expect(driver.state.elements.get(driver.instancesOf('inner')[0] ?? 0)?.phase).toMatch(/completing|terminating/);
    driver.message('n', 'k');
    const events = proceed(driver);
    expect(events.flatMap((event) => (event.type === 'ElementActivated' ? [event.element] : []))).toEqual(['haltedOuter']);
    expect(types(events).filter((type) => type === 'ElementCompleted')).toHaveLength(1);
    expect(driver.active).toEqual(['haltedOuter']);
  });
});
