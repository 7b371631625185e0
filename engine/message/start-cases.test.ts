import { describe, expect, it } from 'vitest';
import { MessageDriver, publish, subscribe, subscriptionKey } from '../../test/message/message-driver.ts';
import type { StartRef } from '../case/index.ts';

const ref = (id: string, version = 1): StartRef => ({ definition: { key: '5', id, version, hash: 'h', dialect: 'bpmn' }, event: `start-${id}` });
const begun = (driver: MessageDriver, command: Parameters<MessageDriver['sent']>[0]) => driver.sent(command).filter(({ command: { type } }) => type === 'CreateCase');
const caseKey = (n: number): string => String(BigInt(900 + n) << 24n);
const ended = (n: number) => ({ type: 'NoteCaseEnded', case: caseKey(n) }) as const;

const driverWith = (...starts: readonly StartRef[]): MessageDriver => Object.assign(new MessageDriver(), { starts });

describe('a message that starts a case', () => {
  it('begins it at the start event, with its variables, and says who is told of its end', () => {
    const driver = driverWith(ref('p'));
    expect(driver.sent(publish({ variables: { amount: 9 } }))).toEqual([
      { target: 900n << 24n, command: { type: 'CreateCase', definition: ref('p').definition, variables: { amount: 9 }, startEvent: 'start-p', startedBy: String(1n << 24n) } },
    ]);
  });

  it('begins one of each process', () => {
    expect(begun(driverWith(ref('p'), ref('q')), publish()).map(({ command }) => command)).toMatchObject([{ startEvent: 'start-p' }, { startEvent: 'start-q' }]);
  });

  it('goes to a case of the process that waits instead, and is not taken again by that process', () => {
    const driver = driverWith(ref('p'));
    driver.accept(subscribe(subscriptionKey(1)));
    expect(driver.sent(publish()).map(({ command: { type } }) => type)).toEqual(['CorrelateMessage']);
    expect(driver.accept(subscribe(subscriptionKey(2)))).toEqual(['SubscriptionAdded']);
  });

  it('is not delivered to the process that it has started, while it lives', () => {
    const driver = driverWith(ref('p'));
    driver.accept(publish());
    expect(driver.accept(subscribe(subscriptionKey(1)))).toEqual(['SubscriptionAdded']);
    expect(driver.accept(subscribe(subscriptionKey(2), { process: 'q' }))).toEqual(['SubscriptionAdded', 'MessageAssigned']);
  });
});

describe('with a correlation key', () => {
  it('one case of the process is active; the next message waits for its end and begins the next one', () => {
    const driver = driverWith(ref('p'));
    driver.accept(publish({ variables: { n: 1 } }));
    expect(begun(driver, publish({ variables: { n: 2 } }))).toEqual([]);
    expect(begun(driver, publish({ variables: { n: 3 } }))).toEqual([]);
    expect(begun(driver, ended(0))).toMatchObject([{ command: { variables: { n: 2 } } }]);
    expect(begun(driver, ended(1))).toMatchObject([{ command: { variables: { n: 3 } } }]);
    expect(begun(driver, ended(2))).toEqual([]);
    expect(driver.state.started.size).toBe(0);
    expect(driver.reject(ended(2))).toBe(`NOT_FOUND Expected to note the end of case '${caseKey(2)}' that a message has started, but none has`);
  });

  it('what has waited too long begins nothing', () => {
    const driver = driverWith(ref('p'));
    driver.accept(publish());
    driver.accept(publish({ timeToLiveMs: 10 }));
    driver.now += 10;
    expect(begun(driver, ended(0))).toEqual([]);
  });

  it('without a time to live a message that may not begin a case is gone', () => {
    const driver = driverWith(ref('p'));
    driver.accept(publish());
    expect(driver.accept(publish({ timeToLiveMs: 0 }))).toEqual(['MessagePublished', 'MessageExpired']);
  });

  it('the version that is the latest at the end of the first begins next, and none when the start is gone', () => {
    const driver = driverWith(ref('p'));
    driver.accept(publish());
    driver.accept(publish());
    driver.accept(publish());
    driver.starts = [ref('p', 2)];
    expect(begun(driver, ended(0))).toMatchObject([{ command: { definition: { version: 2 } } }]);
    driver.starts = [];
    expect(begun(driver, ended(1))).toEqual([]);
  });

  it('other keys and other processes are not in the way', () => {
    const driver = driverWith(ref('p'));
    driver.accept(publish());
    expect(begun(driver, publish({ correlationKey: 'other' }))).toHaveLength(1);
    driver.starts = [ref('p'), ref('q')];
    expect(begun(driver, publish())).toMatchObject([{ command: { startEvent: 'start-q' } }]);
  });
});

describe('without a correlation key', () => {
  it('every message begins a case, and nobody waits for an end', () => {
    const driver = driverWith(ref('p'));
    for (const n of [0, 1]) expect(begun(driver, publish({ correlationKey: '' }))).toEqual([{ target: BigInt(900 + n) << 24n, command: { type: 'CreateCase', definition: ref('p').definition, variables: {}, startEvent: 'start-p' } }]);
    expect(driver.state.started.size).toBe(0);
  });
});
