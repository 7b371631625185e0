import { describe, expect, it } from 'vitest';
import { boundary, caseOf, catching, flows, message, messages, nonInterrupting, start, user } from '../../test/case/bpmn-xml.ts';
import { messageStreamOf } from '../message/index.ts';
import { reject, siblingKey } from '../stream/index.ts';
import { caseStream } from './case-stream.ts';
import type { Event } from './event.ts';
import { initialState } from './state.ts';

const stream = 5n << 24n;
const key = (ordinal: number): string => String(siblingKey(stream, ordinal));
const bucket = messageStreamOf('paid', 'k');

describe('what a case sends', () => {
  const waiting = async () =>
    (await caseOf(start() + catching('wait', message('paid')) + user('task') + boundary('note', 'task', message('paid'), nonInterrupting) + flows('start -> wait -> task'), messages('paid')))
      .start({ key: 'k' });

  it('is each subscription to the stream of its messages, with the process that waits', async () => {
    const driver = await waiting();
    const [opened] = driver.eventsOf('MessageSubscriptionOpened');
    expect(caseStream.outgoing(stream, opened!, driver.state)).toEqual([
      { target: bucket, command: { type: 'AddSubscription', subscription: key(opened!.ordinal), name: 'paid', correlationKey: 'k', process: 'test', once: true } },
    ]);
  });

  it.each<[string, (ordinal: number) => Event, object]>([
    ['that it waits no more', (ordinal) => ({ type: 'MessageSubscriptionClosed', ordinal }), { type: 'RemoveSubscription' }],
    ['that the message has come', (ordinal) => ({ type: 'MessageCorrelated', ordinal, message: '7', once: true }), { type: 'ConfirmCorrelation', message: '7' }],
  ])('is %s', async (_what, event, command) => {
    const driver = await waiting();
    const [[ordinal] = [0]] = driver.state.subscriptions.entries();
    expect(caseStream.outgoing(stream, event(ordinal), driver.state)).toEqual([{ target: bucket, command: { ...command, subscription: key(ordinal) } }]);
    expect(caseStream.outgoing(stream, event(999), driver.state)).toEqual([]);
  });

  it('is what it has left for later, to itself', () => {
    expect(caseStream.outgoing(stream, { type: 'ContinuationRequested' }, initialState())).toEqual([{ target: stream, command: { type: 'Continue' } }]);
    expect(caseStream.outgoing(stream, { type: 'CaseCompleted' }, initialState())).toEqual([]);
  });
});

describe('what is told of a refused command', () => {
  const correlation = { type: 'CorrelateMessage', subscription: 3, message: '7', variables: {} } as const;

  it.each([['NOT_FOUND', true], ['PROCESSING_ERROR', false], ['RESOURCE_EXHAUSTED', false]] as const)('a message with %s: the subscription is closed: %s', (code, closed) => {
    expect(caseStream.refused?.(stream, correlation, reject(code, 'Expected x, but y'))).toEqual({
      type: 'RefuseCorrelation', message: '7', subscription: key(3), closed,
    });
  });

  it('a continuation that failed becomes an incident, unless the case is gone', () => {
    expect(caseStream.refused?.(stream, { type: 'Continue' }, reject('PROCESSING_ERROR', 'Expected x, but y'))).toEqual({ type: 'ReportFault', errorMessage: 'Expected x, but y' });
    expect(caseStream.refused?.(stream, { type: 'Continue' }, reject('NOT_FOUND', 'Expected x, but y'))).toBeUndefined();
    expect(caseStream.refused?.(stream, { type: 'CancelCase' }, reject('NOT_FOUND', 'Expected x, but y'))).toBeUndefined();
  });
});
