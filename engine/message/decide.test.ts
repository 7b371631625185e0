import { describe, expect, it } from 'vitest';
import { MessageDriver, publish, subscribe, subscriptionKey } from '../../test/message/message-driver.ts';

const [first, second, third] = [subscriptionKey(1), subscriptionKey(2), subscriptionKey(3)];
const confirm = (message: string, subscription: string) => ({ type: 'ConfirmCorrelation', message, subscription }) as const;
const refuse = (message: string, subscription: string, closed: boolean) => ({ type: 'RefuseCorrelation', message, subscription, closed }) as const;
const remove = (subscription: string) => ({ type: 'RemoveSubscription', subscription }) as const;

describe('a published message', () => {
  it('goes to the subscription that waits, with its variables', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    expect(driver.sent(publish({ variables: { amount: 9 } }))).toEqual([
      { target: 1n << 24n, command: { type: 'CorrelateMessage', subscription: 1, message: '100', variables: { amount: 9 } } },
    ]);
  });

  it('goes once to each process, to its oldest subscription', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    driver.accept(subscribe(second));
    driver.accept(subscribe(third, { process: 'q' }));
    expect(driver.sent(publish()).map(({ target }) => target >> 24n)).toEqual([1n, 3n]);
    expect(driver.accept(confirm('100', first))).toEqual(['CorrelationConfirmed']);
    expect(driver.accept(subscribe(subscriptionKey(4)))).toEqual(['SubscriptionAdded']);
  });

  it.each([
    ['another name', { name: 'sent' }],
    ['another correlation key', { correlationKey: 'other' }],
  ])('does not go to a subscription with %s that shares its stream', (_what, more) => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first, more));
    expect(driver.accept(publish())).toEqual(['MessagePublished']);
  });

  it('takes processes by any name', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first, { process: '__proto__' }));
    driver.accept(subscribe(second, { process: 'constructor' }));
    expect(driver.accept(publish())).toEqual(['MessagePublished', 'MessageAssigned', 'MessageAssigned']);
    driver.accept(confirm('100', first));
    driver.accept(confirm('100', second));
    expect(driver.accept(subscribe(third, { process: '__proto__' }))).toEqual(['SubscriptionAdded']);
  });
});

describe('the time to live', () => {
  it.each([
    [10, 9, ['SubscriptionAdded', 'MessageAssigned']],
    [10, 10, ['SubscriptionAdded']],
    [10, 11, ['SubscriptionAdded']],
  ])('of %i ms: a subscription after %i ms', (timeToLiveMs, later, events) => {
    const driver = new MessageDriver();
    driver.accept(publish({ timeToLiveMs }));
    driver.now += later;
    expect(driver.accept(subscribe(first))).toEqual(events);
  });

  it('of 0 ms: it goes at once', () => {
    const driver = new MessageDriver();
    expect(driver.accept(publish({ timeToLiveMs: 0 }))).toEqual(['MessagePublished', 'MessageExpired']);
    expect(driver.accept(subscribe(first))).toEqual(['SubscriptionAdded']);
  });

  it('does not matter to a subscription that is there already', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    expect(driver.accept(publish({ timeToLiveMs: 0 }))).toEqual(['MessagePublished', 'MessageAssigned']);
    expect(driver.accept(confirm('100', first))).toEqual(['CorrelationConfirmed', 'MessageExpired']);
    expect(driver.state.messages.size).toBe(0);
  });

  it('ends when it is over, but not while the message is on its way', () => {
    const driver = new MessageDriver();
    driver.accept(publish({ timeToLiveMs: 10 }));
    driver.accept(subscribe(first));
    driver.accept(publish({ timeToLiveMs: 10, name: 'sent' }));
    expect(driver.accept({ type: 'ExpireMessages' })).toEqual([]);
    driver.now += 10;
    expect(driver.accept({ type: 'ExpireMessages' })).toEqual(['MessageExpired']);
    expect(driver.state.messages.entries().map(([, { name }]) => name)).toEqual(['paid']);
    expect(driver.accept(refuse('100', first, true))).toEqual(['CorrelationReleased', 'SubscriptionRemoved', 'MessageExpired']);
  });

  it('is cut where instants end', () => {
    const driver = new MessageDriver();
    driver.accept(publish({ timeToLiveMs: Number.MAX_SAFE_INTEGER }));
    expect(driver.state.messages.entries()[0]![1].expires).toBe(253_402_300_799_000);
  });
});

describe('the id of a message', () => {
  const again = publish({ messageId: 'm' });

  it('is taken as long as the message is buffered', () => {
    const driver = new MessageDriver();
    driver.accept(again);
    expect(driver.reject(again)).toBe("ALREADY_EXISTS Expected to publish a new message with id 'm', but a message with that id was already published");
    driver.now += 60_000;
    expect(driver.accept(again)).toEqual(['MessagePublished']);
  });

  it.each([
    ['another id', { messageId: 'n' }],
    ['no id', { messageId: null }],
    ['another name', { name: 'sent' }],
    ['another correlation key', { correlationKey: 'other' }],
  ])('says nothing of a message with %s', (_what, more) => {
    const driver = new MessageDriver();
    driver.accept(again);
    expect(driver.accept(publish({ messageId: 'm', ...more }))).toEqual(['MessagePublished']);
  });

  it('that is null is no id', () => {
    const driver = new MessageDriver();
    driver.accept(publish());
    expect(driver.accept(publish())).toEqual(['MessagePublished']);
  });
});

describe('a subscription', () => {
  it('takes what is buffered in the order of publication, one message at a time', () => {
    const driver = new MessageDriver();
    driver.accept(publish());
    driver.accept(publish());
    expect(driver.sent(subscribe(first, { once: false })).map(({ command }) => command)).toMatchObject([{ message: '100' }]);
    expect(driver.accept(publish())).toEqual(['MessagePublished']);
    expect(driver.sent(confirm('100', first)).map(({ command }) => command)).toMatchObject([{ message: '101' }]);
    expect(driver.sent(confirm('101', first)).map(({ command }) => command)).toMatchObject([{ message: '102' }]);
    expect(driver.accept(confirm('102', first))).toEqual(['CorrelationConfirmed']);
    expect(driver.state.subscriptions.size).toBe(1);
  });

  it('for one message is gone when that has arrived', () => {
    const driver = new MessageDriver();
    driver.accept(publish());
    driver.accept(publish());
    driver.accept(subscribe(first));
    expect(driver.accept(confirm('100', first))).toEqual(['CorrelationConfirmed']);
    expect(driver.state.subscriptions.size).toBe(0);
  });

  it('that is removed frees what was on its way to it', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    driver.accept(subscribe(second));
    driver.accept(publish());
    expect(driver.accept(remove(first))).toEqual(['CorrelationReleased', 'SubscriptionRemoved', 'MessageAssigned']);
    expect(driver.reject(refuse('100', first, true))).toBe(`NOT_FOUND Expected message '100' to be on its way to subscription '${first}', but it is not`);
    expect(driver.accept(remove(second))).toEqual(['CorrelationReleased', 'SubscriptionRemoved']);
    expect(driver.state.messages.entries()).toMatchObject([[3, { taken: {}, pending: [] }]]);
  });

  it('that was idle just goes; one that is not there is not removed', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    expect(driver.accept(remove(first))).toEqual(['SubscriptionRemoved']);
    expect(driver.reject(remove(first))).toBe(`NOT_FOUND Expected to remove subscription '${first}', but there is none`);
  });
});

describe('a refused correlation', () => {
  it('of a case that does not wait any more ends the subscription, and the message goes to another of the process', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    driver.accept(subscribe(second));
    driver.accept(publish());
    expect(driver.accept(refuse('100', first, true))).toEqual(['CorrelationReleased', 'SubscriptionRemoved', 'MessageAssigned']);
    expect(driver.state.subscriptions.entries().map(([, { subscription }]) => subscription)).toEqual([second]);
  });

  it('is not offered again to the subscription that refused it, as often as its case may say so', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    driver.accept(publish());
    expect(driver.sent(refuse('100', first, true))).toEqual([]);
  });

  it('of a case that could not take it stays away from the process, and the subscription waits for the next', () => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    driver.accept(subscribe(second));
    driver.accept(publish());
    expect(driver.accept(refuse('100', first, false))).toEqual(['CorrelationRefused']);
    expect(driver.sent(publish()).map(({ command }) => command)).toMatchObject([{ subscription: 1, message: '101' }]);
  });

  it.each([['confirmed', confirm('7', first)], ['refused', refuse('7', first, true)]])('or one that is %s must be on its way', (_what, command) => {
    const driver = new MessageDriver();
    driver.accept(subscribe(first));
    expect(driver.reject(command)).toBe(`NOT_FOUND Expected message '7' to be on its way to subscription '${first}', but it is not`);
  });
});
