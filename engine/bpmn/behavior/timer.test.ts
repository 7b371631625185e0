import { describe, expect, it } from 'vitest';
import { boundary, caseOf, catching, end, flows, nonInterrupting, problemsOf, processXml, start, timer, user } from '../../../test/case/bpmn-xml.ts';
import { epoch } from '../../../test/case/case-driver.ts';
import { parseSchedule } from './timer.ts';

const catchEvent = (definition: string) => caseOf(start() + catching('wait', definition) + user('after') + flows('start -> wait -> after'));

const withBoundary = (definition: string, parts = {}) =>
  caseOf(start() + user('work') + boundary('late', 'work', definition, parts) + user('escalated') + end() + flows('start -> work -> end', 'late -> escalated'));

describe('an intermediate timer', () => {
  it.each([
    ['a duration', timer('timeDuration', 'PT10S'), 10_000],
    ['a computed duration', timer('timeDuration', '=duration("PT" + string(5 * 2) + "S")'), 10_000],
    ['a date', timer('timeDate', '2030-01-01T00:00:10Z'), 10_000],
    ['a computed date', timer('timeDate', '=now() + duration("PT10S")'), 10_000],
    ['a date in the past', timer('timeDate', '2020-01-01T00:00:00Z'), 1],
    ['a negative duration', timer('timeDuration', '-PT5S'), 1],
  ])('with %s fires when it is due', async (_what, definition, after) => {
    const driver = (await catchEvent(definition)).start();
    expect(driver.active).toEqual(['wait']);
    if (after > 1) driver.advance(after - 1);
    expect(driver.eventsOf('TimerFired')).toEqual([]);
    expect(driver.advance(1).active).toEqual(['after']);
    expect(driver.eventsOf('TimerFired')).toHaveLength(1);
  });

  it('does not fire early', async () => {
    const driver = (await catchEvent(timer('timeDuration', 'PT10S'))).start();
    expect(driver.reject({ type: 'FireTimer', timer: driver.timer('wait') }).code).toBe('INVALID_STATE');
  });

  it('whose expression is no duration stops with an incident until it is one', async () => {
    const driver = (await catchEvent(timer('timeDuration', '=delay'))).start({ delay: 'soon' });
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ errorType: 'EXTRACT_VALUE_ERROR', phase: 'activate', element: 'wait' }]);
    expect(driver.eventsOf('IncidentCreated')[0]!.message).toBe(
      `Expected the timer duration to be an ISO 8601 duration, but '=delay' gave the string "soon"`,
    );
    driver.accept({ type: 'SetVariables', scope: 0, variables: { delay: 'PT1S' }, local: true });
    driver.accept({ type: 'ResolveIncident', incident: driver.incident('wait') });
    expect(driver.advance(1_000).active).toEqual(['after']);
  });
});

describe('a boundary timer', () => {
  it('interrupts its activity', async () => {
    const driver = (await withBoundary(timer('timeDuration', 'PT1M'))).start().advance(60_000);
    expect(driver.active).toEqual(['escalated']);
    expect(driver.eventsOf('UserTaskCanceled')).toHaveLength(1);
    expect(driver.eventsOf('ElementActivated').find(({ element }) => element === 'late')?.attachedTo).toBeDefined();
  });

  it('is canceled when its activity completes first', async () => {
    const driver = (await withBoundary(timer('timeDuration', 'PT1M'))).start().complete('work');
    expect(driver.state.status).toBe('completed');
    expect(driver.eventsOf('TimerCanceled')).toHaveLength(1);
  });

  it('that does not interrupt fires once, beside its activity', async () => {
    const driver = (await withBoundary(timer('timeDuration', 'PT1M'), nonInterrupting)).start().advance(600_000);
    expect(driver.active).toEqual(['escalated', 'work']);
    expect(driver.state.timers).toEqual({});
  });

  it('of a cycle fires as often as it says, counted from when it was due', async () => {
    const driver = (await withBoundary(timer('timeCycle', 'R3/PT1M'), nonInterrupting)).start();
    driver.now += 90_000;
    driver.accept({ type: 'FireTimer', timer: driver.timer('work') });
    expect(Object.values(driver.state.timers)).toMatchObject([{ due: epoch + 120_000, repetitions: 1 }]);
    driver.advance(3_600_000);
    expect(driver.active).toEqual(['escalated', 'escalated', 'escalated', 'work']);
    expect(driver.state.timers).toEqual({});
  });

  it('of an endless cycle fires until its activity ends', async () => {
    const driver = (await withBoundary(timer('timeCycle', 'R/PT1M'), nonInterrupting)).start().advance(5 * 60_000);
    expect(driver.instancesOf('escalated')).toHaveLength(5);
    driver.complete('work');
    expect(driver.state.timers).toEqual({});
  });

  it('evaluates in the scope around its activity', async () => {
    const driver = await caseOf(
      start() + user('work', '<zeebe:ioMapping><zeebe:input source="PT9H" target="delay"/></zeebe:ioMapping>') +
        boundary('late', 'work', timer('timeDuration', '=delay')) + end('e2') + flows('start -> work', 'late -> e2'),
    );
    driver.start({ delay: 'PT1S' });
    expect(Object.values(driver.state.timers)).toMatchObject([{ due: epoch + 1_000 }]);
  });

  it('that cannot be evaluated stops its activity before anything is created', async () => {
    const driver = (await withBoundary(timer('timeDuration', '=nothing'))).start();
    expect(driver.eventsOf('IncidentCreated')).toMatchObject([{ element: 'work', phase: 'activate' }]);
    expect(driver.eventsOf('UserTaskCreated')).toEqual([]);
  });
});

describe('a timer is refused', () => {
  it.each([
    ['a cycle at an intermediate event', catching('wait', timer('timeCycle', 'R/PT1S')), /a timer cycle here is not supported/],
    ['an unreadable duration', catching('wait', timer('timeDuration', '10 seconds')), /the timer duration of .* to be in ISO 8601, but it is '10 seconds'/],
    ['an unreadable date', catching('wait', timer('timeDate', '2030-02-30')), /the timer date .* to be in ISO 8601/],
    ['nothing', catching('wait', '<bpmn:timerEventDefinition/>'), /to have one of date, duration or cycle, but it has 0/],
    ['an unreadable expression', catching('wait', timer('timeDuration', '=1 +')), /readable FEEL/],
  ])('with %s', async (_what, xml, message) => {
    const problems = await problemsOf(processXml(start() + xml + flows('start -> wait')));
    expect(problems[0]).toMatchObject({ element: 'wait', line: 3 });
    expect(problems.map((problem) => problem.message).join('\n')).toMatch(message);
  });

  it('with a cycle that interrupts', async () => {
    const xml = start() + user('work') + boundary('late', 'work', timer('timeCycle', 'R/PT1S')) + flows('start -> work');
    expect((await problemsOf(processXml(xml)))[0]?.message).toMatch(/a timer cycle here is not supported/);
  });
});

describe('cycles', () => {
  it.each([
    ['R3/PT10S', { due: 10_000, repetitions: 2, interval: 'PT10S' }],
    ['R/PT10S', { due: 10_000, repetitions: -1, interval: 'PT10S' }],
    ['R1/PT10S', { due: 10_000 }],
    ['R-1/PT10S', { due: 10_000, repetitions: -1, interval: 'PT10S' }],
    ['R2/1970-01-01T00:01:00Z/P1D', { due: 60_000, repetitions: 1, interval: 'P1D' }],
    ['R/1969-12-31T00:01:00Z/P1D', { due: 60_000, repetitions: -1, interval: 'P1D' }],
    ['R/1969-11-01T00:00:00Z/P1M', { due: 0, repetitions: -1, interval: 'P1M' }],
  ])('%s', (text, schedule) => {
    expect(parseSchedule('cycle', text, 0)).toEqual(schedule);
  });

  it.each(['R0/PT10S', 'R00/PT10S', 'R9999999999/PT1S', 'R3', 'R3/PT0S', 'R3/-PT1S', '3/PT1S', 'Rx/PT1S', 'R3/tomorrow/PT1S'])('%s is none', (text) => {
    expect(parseSchedule('cycle', text, 0)).toBeUndefined();
  });
});
