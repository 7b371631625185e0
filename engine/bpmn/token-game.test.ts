import { describe, expect, it } from 'vitest';
import { boundary, caseOf, end, error, errors, exclusive, flows, inclusive, message, messages, parallel, script, service, start, subProcess, user } from '../../test/case/bpmn-xml.ts';
import type { CaseDriver } from '../../test/case/case-driver.ts';
import type { Event } from '../case/index.ts';
import { limits } from '../stream/index.ts';

const most = limits.activationsPerCommand;

/** A loop of three activations a round, which counts in `n` and stops at `size`. */
const loop = (name: string) =>
  exclusive(`again${name}`) + script(`count${name}`, `n${name}`, `=if n${name} = null then 1 else n${name} + 1`) + exclusive(`enough${name}`, `again${name}`);
const loopFlows = (name: string, next: string) =>
  flows(`again${name} -> count${name} -> enough${name} -> again${name}`, `enough${name} -> ${next} if n${name} >= size`);

const endless = { size: 1_000_000 };

const activations = (driver: CaseDriver): readonly number[] => driver.steps.map(({ events }) => events.filter(({ type }) => type === 'ElementActivated').length);

describe('a run of the token game', () => {
  it('does nothing for what does not wait but activate, complete and take flows', async () => {
    const driver = (await caseOf(start() + exclusive('a') + end() + flows('start -> a -> end'))).start();
    expect(driver.events.map(({ type }) => type)).toEqual([
      'CaseCreated', 'ElementActivated', 'ElementCompleted', 'SequenceFlowTaken', 'ElementActivated', 'ElementCompleted', 'SequenceFlowTaken', 'ElementActivated',
      'ElementCompleted', 'CaseCompleted',
    ]);
    expect(driver.eventsOf('ElementPhaseChanged')).toEqual([]);
  });

  it('moves tokens in the order in which they came', async () => {
    const driver = await caseOf(
      start() + parallel('f') + script('a', 'x', '="a"') + script('b', 'x', '="b"') + script('c', 'x', '="c"') + user('u') + flows('start -> f -> a -> c -> u', 'f -> b'),
    );
    expect(driver.start().eventsOf('VariableSet').map(({ value }) => value)).toEqual(['a', 'b', 'c']);
  });

  it('stops at its share of activations and is continued from the state alone', async () => {
    const driver = await caseOf(start() + loop('') + user('after') + flows('start -> again') + loopFlows('', 'after'));
    driver.start({ size: 1_000 });
    expect([driver.active, driver.variables()['n']]).toEqual([['after'], 1_000]);
    expect(activations(driver)).toEqual([most, most, most, 2]);
    expect(driver.steps.map(({ command }) => command.type)).toEqual(['CreateCase', 'Continue', 'Continue', 'Continue']);
  });

  it('lets other commands in between two runs, which take the tokens up too', async () => {
    const driver = await caseOf(
      start() + parallel('f') + user('task') + user('next') + loop('') + flows('start -> f -> again', 'f -> task -> next') + loopFlows('', 'next'), '', { continues: false },
    );
    driver.start(endless);
    driver.complete('task');
    expect(activations(driver)).toEqual([most, most]);
    expect(driver.active).toEqual(['next']);
    driver.accept({ type: 'CancelCase' });
    expect(driver.state.status).toBe('terminated');
    expect(driver.reject({ type: 'Continue' }).code).toBe('NOT_FOUND');
  });

  it('looks again at the joins of scopes that a run could not come to', async () => {
    const driver = await caseOf(
      start() + parallel('f') + inclusive('j') + user('a') + user('after') + loop('') + end('gone') +
        flows('start -> f -> a -> j -> after', 'f -> j', 'f -> again') + loopFlows('', 'gone'), '', { continues: false },
    );
    driver.start(endless).complete('a');
    const { continuation } = driver.state;
    expect([continuation?.scopes, driver.active]).toEqual([[0], []]);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { size: 0 }, local: true });
    driver.accept({ type: 'Continue' });
    expect([driver.active, driver.state.continuation]).toEqual([['after'], null]);
  });
});

/** In the sub-process `outer`: more elements than one command may end, and behind them in `inner` a loop whose token is about to move. */
const crowdBefore = (ending = '') =>
  caseOf(
    start() + parallel('fork') + user('elsewhere') +
      subProcess(
        'outer',
        start('s') + parallel('fan') + loop('Crowd') + parallel('each') + service('item') + user('idle') + user('stop') + end('over', ending) +
          subProcess('inner', start('si') + exclusive('begin') + loop('') + end('thrown', error('E1')) + flows('si -> begin -> again') + loopFlows('', 'thrown')) +
          flows('s -> fan -> countCrowd', 'countCrowd -> each -> enoughCrowd -> againCrowd -> countCrowd', 'each -> item', 'fan -> stop -> over', 'idle -> inner', 'enoughCrowd -> idle if nCrowd >= crowd'),
      ) +
      boundary('halt', 'outer', message('halted')) + boundary('caught', 'outer', error('E1')) + user('after') + user('interrupted') + user('failed') +
      flows('start -> fork -> outer -> after', 'fork -> elsewhere', 'halt -> interrupted', 'caught -> failed'),
    messages('halted') + errors('E1'),
    { continues: false },
  );

/** Decides what is left for later until nothing is; the events of each step. */
const proceed = (driver: CaseDriver): readonly (readonly Event[])[] => {
  const steps: (readonly Event[])[] = [];
  while (driver.state.continuation !== null) steps.push(driver.accept({ type: 'Continue' }));
  return steps;
};

/** The crowd is there, and the loop behind it has used up the share of a command: its token is ready to move. */
const filled = async (ending: string): Promise<CaseDriver> => {
  const driver = await crowdBefore(ending);
  driver.start({ ...endless, crowd: 1_200, key: 'k' });
  proceed(driver);
  driver.complete('idle');
  expect(driver.state.tokens.firstReady?.scope).toBe(driver.instancesOf('inner')[0]);
  return driver;
};

describe.each<[string, string, (driver: CaseDriver) => CaseDriver, readonly string[]]>([
  ['a boundary event', '', (driver) => driver.message('halted', 'k'), ['halt', 'interrupted']],
  ['a terminate end event', '<bpmn:terminateEventDefinition/>', (driver) => driver.complete('stop'), ['over', 'after']],
])('what is ended by %s in more than one step', (_what, ending, begin, entered) => {
  /** Ids of the elements that were entered since the end began. */
  const enteredIn = (steps: readonly (readonly Event[])[]): readonly string[] => {
    const ids = steps.flat().flatMap((event) => (event.type === 'ElementActivated' ? [event.element] : []));
    return ids.slice(ids.indexOf(entered[0] ?? ''));
  };

  it('has tokens that do not move any more', { timeout: 60_000 }, async () => {
    const driver = await filled(ending);
    begin(driver);
    const steps = [driver.steps.at(-1)!.events, ...proceed(driver)];
    expect(steps.length).toBeGreaterThan(1);
    expect(enteredIn(steps)).toEqual(entered);
    expect(new Set(driver.active)).toEqual(new Set(['elsewhere', entered[1]]));
  });

  it('is not caught a second time by an error that was about to be thrown in it', { timeout: 60_000 }, async () => {
    const driver = await filled(ending);
    driver.accept({ type: 'SetVariables', scope: 0, variables: { size: 0 }, local: true });
    begin(driver);
    expect(enteredIn([driver.steps.at(-1)!.events, ...proceed(driver)])).toEqual(entered);
  });
});
