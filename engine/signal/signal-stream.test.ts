import { describe, expect, it } from 'vitest';
import { subscriptionKey } from '../../test/message/message-driver.ts';
import { broadcast, SignalDriver, waitFor } from '../../test/signal/signal-driver.ts';
import { limits, UnknownEventError } from '../stream/index.ts';
import { evolveSignals } from './evolve.ts';
import { signalStream, signalStreamOf } from './index.ts';
import { SignalState } from './state.ts';

const [first, second, third] = [subscriptionKey(1), subscriptionKey(2), subscriptionKey(3)];
const remove = (subscription: string) => ({ type: 'RemoveSignalSubscription', subscription }) as const;
const caughtBy = (number: bigint, variables = {}) => ({ target: number << 24n, command: { type: 'CatchSignal', subscription: 1, variables } });

const crowd = (size: number): SignalDriver => {
  const driver = new SignalDriver();
  for (let number = 1; number <= size; number += 1) signalStream.evolve(driver.state, { type: 'SignalSubscriptionAdded', ordinal: number, subscription: subscriptionKey(number), name: 'alarm' });
  driver.events.push(...driver.state.subscriptions.entries().map(([ordinal, row]) => ({ type: 'SignalSubscriptionAdded', ordinal, ...row }) as const));
  return driver;
};

describe('a signal', () => {
  it('goes to everybody who waits for its name, with its variables', () => {
    const driver = new SignalDriver();
    driver.sent(waitFor(first));
    driver.sent(waitFor(second, 'calm'));
    driver.sent(waitFor(third));
    expect(driver.sent(broadcast({ variables: { level: 2 } }))).toEqual([caughtBy(1n, { level: 2 }), caughtBy(3n, { level: 2 })]);
    expect(driver.state.signals.size).toBe(0);
  });

  it('does not wait for whoever comes later', () => {
    const driver = new SignalDriver();
    expect(driver.sent(broadcast())).toEqual([]);
    expect(driver.sent(waitFor(first))).toEqual([]);
  });

  it('goes to nobody who does not wait any more, and again to whoever still does', () => {
    const driver = new SignalDriver();
    driver.sent(waitFor(first));
    driver.sent(waitFor(second));
    driver.sent(broadcast());
    driver.sent(remove(first));
    expect(driver.sent(broadcast())).toEqual([caughtBy(2n)]);
    expect(driver.reject(remove(first))).toBe(`NOT_FOUND Expected to remove signal subscription '${first}', but there is none`);
  });

  it('of a case does not go to subscriptions of the case itself', () => {
    const driver = new SignalDriver();
    driver.sent(waitFor(first));
    driver.sent(waitFor(second));
    expect(driver.sent(broadcast({ except: String(1n << 24n) }))).toEqual([caughtBy(2n)]);
  });
});

describe('a signal for thousands', () => {
  const [size, portion] = [2 * limits.subscriptionsToldPerCommand + 7, limits.subscriptionsToldPerCommand];

  it('is told in portions, to each once, in the order in which they came to wait', () => {
    const driver = crowd(size);
    const told: bigint[] = [];
    let isMore = true;
    for (let sent = driver.sent(broadcast()); isMore; sent = isMore ? driver.sent({ type: 'TellSignals' }) : sent) {
      const cases = sent.filter(({ command }) => command.type === 'CatchSignal');
      expect(cases.length).toBeLessThanOrEqual(portion);
      told.push(...cases.map(({ target }) => target >> 24n));
      isMore = sent.some(({ target }) => target === driver.stream);
    }
    expect(told).toEqual(Array.from({ length: size }, (_unused, index) => BigInt(index + 1)));
    expect(driver.reject({ type: 'TellSignals' })).toBe('NOT_FOUND Expected to go on telling of a signal, but everybody was told');
  });

  it('goes to nobody who came after it while it is told, nor to whoever has gone meanwhile', () => {
    const driver = crowd(portion + 2);
    driver.sent(broadcast());
    driver.sent(remove(subscriptionKey(portion + 1)));
    driver.sent(waitFor(subscriptionKey(900_000)));
    expect(driver.sent({ type: 'TellSignals' })).toEqual([caughtBy(BigInt(portion + 2))]);
  });

  it('comes before one that was broadcast later', () => {
    const driver = crowd(portion + 1);
    const [one, two] = [{ n: 1 }, { n: 2 }];
    const said = (variables: object): number[] => [...driver.sent(variables === one || variables === two ? broadcast({ variables: variables as { n: number } }) : { type: 'TellSignals' })]
      .flatMap(({ command }) => ('variables' in command ? [(command.variables as { n: number }).n] : []));
    expect(new Set(said(one))).toEqual(new Set([1]));
    expect(said(two)).toEqual([1]);
    expect(new Set(said({}))).toEqual(new Set([2]));
    expect(said({})).toEqual([2]);
    expect(driver.state.signals.size).toBe(0);
  });

  it('whose values are large is told to fewer at a time', () => {
    const driver = crowd(100);
    const sent = driver.sent(broadcast({ variables: { text: 'x'.repeat(limits.valueBytesPerCommand / 10) } }));
    expect(sent.length).toBeLessThan(20);
    expect(sent.at(-1)).toEqual({ target: driver.stream, command: { type: 'TellSignals' } });
  });
});

describe('the stream of a name', () => {
  /** Journals name these streams: a hash that gave others would lose every subscription that waits. */
  it.each([['alarm', 4611875052185452544n], ['', 4611858219856297984n], ['警报', 4611830735001616384n]])('of %j is for ever the same, in a range of its own', (name, stream) => {
    expect(signalStreamOf(name)).toBe(stream);
    const number = stream >> 24n;
    expect(number >= 2n ** 38n + 2n ** 23n && number < 2n ** 38n + 2n ** 23n + 2n ** 22n).toBe(true);
  });
});

describe('folding signals', () => {
  it.each(['SignalTold.2', 'constructor', '__proto__'])('refuses an event %s that it does not know', (type) => {
    expect(() => evolveSignals(new SignalState(), { type } as never)).toThrow(UnknownEventError);
  });
});

describe('a signal that starts cases', () => {
  it('begins one of each process, and goes to those that wait as well', () => {
    const driver = new SignalDriver();
    const definition = (id: string) => ({ key: '5', id, version: 1, hash: 'h', dialect: 'bpmn' }) as const;
    driver.starts = [{ definition: definition('p'), event: 's' }, { definition: definition('q'), event: 't' }];
    driver.sent(waitFor(first));
    expect(driver.sent(broadcast({ variables: { level: 2 } }))).toEqual([
      { target: 101n << 24n, command: { type: 'CreateCase', definition: definition('p'), variables: { level: 2 }, startEvent: 's' } },
      { target: 102n << 24n, command: { type: 'CreateCase', definition: definition('q'), variables: { level: 2 }, startEvent: 't' } },
      caughtBy(1n, { level: 2 }),
    ]);
  });
});
