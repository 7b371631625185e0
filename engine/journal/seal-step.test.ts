import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { History, sha256, wholeHistory } from '../../test/journal/history.ts';
import { base64urlOf } from '../json/base64url.ts';
import { canonical } from '../json/canonical.ts';
import { openStep } from './open-step.ts';
import { payloadFieldsWith } from './payload-fields.ts';
import { sealStep, type UnsealedStep } from './seal-step.ts';
import type { Typed } from './step.ts';

const salt = new Uint8Array(32).fill(7);
const base = {
  log: 'acta.example', stream: '16777216', seq: 0, prev: null, at: 1_763_892_000_123, id: 'command-1', actor: 'user-1',
  definition: 'd'.repeat(64), kernel: 'kernel/1', salt,
} as const;
const typed = (type: string, fields: object = {}): Typed => ({ type, ...fields });
const completion: UnsealedStep = {
  ...base,
  command: typed('CompleteUserTask', { task: 3, variables: { 'ü': '✓', a: 1 }, action: 'approve' }),
  events: [typed('UserTaskCompleted', { ordinal: 3 }), typed('VariableSet', { ordinal: 4, scope: 0, name: 'a', value: 1 })],
};

describe('a sealed step', () => {
  it('has exactly these bytes: journals of every release depend on them', () => {
    const sealed = sealStep(completion, sha256);
    expect(sealed.recordText).toBe(
      '{"actor":"user-1","at":"2025-11-23T10:00:00.123Z","command":{"action":"approve","task":3,"type":"CompleteUserTask"},' +
        '"commitment":"27ablhkMTBodNoMU0yD0lqWAMazX8h2AmaFmgWUcXHo",' +
        `"definition":"${'d'.repeat(64)}","events":[{"ordinal":3,"type":"UserTaskCompleted"},` +
        '{"name":"a","ordinal":4,"scope":0,"type":"VariableSet"}],"id":"command-1","kernel":"kernel/1",' +
        '"log":"acta.example","prev":null,"seq":0,"stream":"16777216","v":1}',
    );
    expect(sealed.payload).toBe(
      '{"command":{"variables":{"a":1,"ü":"✓"}},"events":{"1":{"value":1}},"salt":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc"}',
    );
    expect(base64urlOf(sealed.hash)).toBe('1CskpX9c3Bl9YI3vfeSJ4dF4rusMmH2bltv2zYo9M5g');
  });

  it('hashes as the specification says', () => {
    const { record, recordText, payload, hash } = sealStep({ ...completion, answers: { 'decision:x': null } }, sha256);
    expect(Buffer.from(record).toString('utf8')).toBe(recordText);
    expect(hash).toEqual(sha256(Buffer.concat([Buffer.from([0]), record])));
    const { salt: written, ...values } = JSON.parse(payload) as { salt: string };
    const committed = Buffer.concat([Buffer.from('acta/commit/v1\0'), Buffer.from(written, 'base64url'), Buffer.from(canonical(values))]);
    expect((JSON.parse(recordText) as { commitment: string }).commitment).toBe(Buffer.from(sha256(committed)).toString('base64url'));
    expect(canonical(JSON.parse(recordText))).toBe(recordText);
    expect(canonical(JSON.parse(payload))).toBe(payload);
  });

  it('keeps every value out of the record', () => {
    const secret = 'canary-7';
    const { recordText, payload } = sealStep(
      {
        ...base,
        command: typed('FailJob', { job: 3, retries: 0, retryBackOffMs: 0, errorMessage: secret, variables: { x: secret } }),
        events: [
          typed('CaseCreated', { businessId: secret }), typed('JobFailed', { ordinal: 3, message: secret }),
          typed('VariableSet', { name: 'x', value: [secret] }), typed('JobErrorThrown', { message: secret }),
          typed('MessageSubscriptionOpened', { correlationKey: secret }), typed('IncidentCreated', { message: secret }),
          typed('DecisionEvaluated', { output: secret, report: { secret } }),
        ],
        answers: { 'decision:x': secret },
      },
      sha256,
    );
    expect(recordText).not.toContain(secret);
    expect(payload.split(secret)).toHaveLength(12);
  });

  it('keeps the values of streams that are not cases apart too', () => {
    const message = typed('PublishMessage', { name: 'paid', correlationKey: 'order 5', variables: { iban: 'X' }, timeToLive: 5 });
    const published = sealStep({ ...base, definition: null, actor: null, command: message, events: [{ ...message, type: 'MessagePublished' }] }, sha256);
    expect(published.recordText).not.toMatch(/order 5|iban/);
    expect(openStep(published.record, published.payload)).toMatchObject({ command: message, events: [{ ...message, type: 'MessagePublished' }] });
    const fields = payloadFieldsWith({ commands: { Invite: ['mail'] } });
    const invited = sealStep({ ...base, command: typed('Invite', { mail: 'a@example.org', role: 'clerk' }), events: [] }, sha256, fields);
    expect(invited.recordText).toContain('{"role":"clerk","type":"Invite"}');
    expect(invited.payload).toContain('a@example.org');
  });

  it('opens to what was sealed, whatever the values are', () => {
    const members = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    const event = fc.oneof(
      fc.record({ type: fc.constant('VariableSet'), ordinal: fc.nat(), scope: fc.nat(), name: fc.string(), value: fc.jsonValue() }),
      fc.record({ type: fc.constant('DecisionEvaluated'), ordinal: fc.nat(), output: fc.jsonValue(), report: members }),
      fc.record({ type: fc.constant('ElementCompleted'), ordinal: fc.nat() }),
    );
    fc.assert(
      fc.property(members, fc.array(event, { maxLength: 25 }), fc.string(), fc.option(fc.string()), (variables, events, id, actor) => {
        const step = { ...base, id, actor, command: typed('CompleteJob', { job: 1, variables }), events, answers: variables } as UnsealedStep;
        const { record, recordText, payload } = sealStep(step, sha256);
        expect(canonical(JSON.parse(recordText))).toBe(recordText);
        expect(canonical(JSON.parse(payload))).toBe(payload);
        const { salt: _salt, ...content } = step;
        expect(canonical(openStep(record, payload))).toBe(canonical({ ...content, erased: false }));
      }),
      { numRuns: 300 },
    );
  });

  it('carries for whom somebody acted', () => {
    const { record, recordText, payload } = sealStep({ ...completion, onBehalfOf: 'user-2' }, sha256);
    expect(canonical(JSON.parse(recordText))).toBe(recordText);
    expect(openStep(record, payload).onBehalfOf).toBe('user-2');
  });

  it.each<[string, object, string]>([
    ['a value that is not JSON', { events: [completion.events[0], typed('VariableSet', { value: { a: Number.NaN } })] }, 'Expected JSON at events[1].value.a, but found NaN'],
    ['an event field without a value', { events: [typed('ElementActivated', { attachedTo: undefined })] }, 'Expected JSON at events[0].attachedTo, but found undefined'],
    ['a command that is not JSON', { command: typed('CompleteJob', { variables: { x: 1n } }) }, 'Expected JSON at command.variables.x, but found a bigint'],
    ['answers that are not JSON', { answers: { q: ['\ud800'] } }, 'Expected JSON at answers.q[0], but found a string with a lone surrogate'],
    ['an id that is not text', { id: 'x\udc00' }, 'Expected JSON at id, but found a string with a lone surrogate'],
    ['a stream that is no key', { stream: '017' }, "Expected the stream to be a positive decimal key, but found '017'"],
    ['a seq below 0', { seq: -1 }, 'Expected seq to be a whole number from 0, but found -1'],
    ['a second step without prev', { seq: 1 }, 'Expected exactly the first step to have no prev, but step 1 has none'],
    ['a first step with prev', { prev: salt }, 'Expected exactly the first step to have no prev, but step 0 has one'],
    ['a short prev', { seq: 1, prev: new Uint8Array(31) }, 'Expected prev to have 32 bytes, but it has 31'],
    ['a short salt', { salt: new Uint8Array(16) }, 'Expected the salt to have 32 bytes, but it has 16'],
    ['a time that is no time', { at: Number.NaN }, 'Expected whole epoch milliseconds'],
  ])('is refused for %s', (_what, change, message) => {
    expect(() => sealStep({ ...completion, ...change }, sha256)).toThrow(message);
  });
});

describe('an opened step', () => {
  const sealed = sealStep(completion, sha256);
  const text = new TextEncoder();

  it('misses its values when the payload is erased', () => {
    const step = openStep(sealed.record, null);
    expect(step.erased).toBe(true);
    expect(step.command).toEqual({ type: 'CompleteUserTask', task: 3, action: 'approve' });
    expect(step.events).toEqual([completion.events[0], { type: 'VariableSet', ordinal: 4, scope: 0, name: 'a' }]);
    expect(step.answers).toEqual({});
  });

  it('links to the record before', () => {
    const history = wholeHistory(['task', 'job']);
    expect(history.opened().map(({ prev }) => prev)).toEqual([null, ...history.steps.slice(0, -1).map(({ hash }) => base64urlOf(hash))]);
    expect(new History([]).opened()).toEqual([]);
  });

  it.each<[string, Uint8Array, string | null, string]>([
    ['bytes that are not UTF-8', new Uint8Array([0xff]), null, 'Expected the record to be UTF-8'],
    ['a text that is not JSON', text.encode('{'), null, 'Expected the record to be JSON'],
    ['JSON that is no object', text.encode('[]'), null, 'Expected the record to be an object'],
    ['another version', text.encode(sealed.recordText.replace('"v":1', '"v":2')), null, "Expected the record's 'v' to be 1"],
    ['a missing member', text.encode(sealed.recordText.replace('"kernel":"kernel/1",', '')), null, "Expected the record's 'kernel' to be a text"],
    ['an unknown member', text.encode(sealed.recordText.replace('"v":1', '"v":1,"w":1')), null, "Expected the record to have only known members, but it has 'w'"],
    ['a wrong instant', text.encode(sealed.recordText.replace('2025-11', '2025-31')), null, "Expected the record's 'at' to be an instant"],
    ['a payload that is not JSON', sealed.record, 'x', 'Expected the payload to be JSON'],
    ['a payload without salt', sealed.record, '{}', "Expected the payload's 'salt' to be 32 bytes"],
    ['a payload with more', sealed.record, sealed.payload.replace('"command"', '"commando"'), "Expected the payload to have only known members, but it has 'commando'"],
    ['a payload of an event that is not there', sealed.record, sealed.payload.replace('"1":', '"2":'), "Expected the payload to speak of the step's events, but found '2'"],
    ['a payload of an event written otherwise', sealed.record, sealed.payload.replace('"1":', '"01":'), "Expected the payload to speak of the step's events, but found '01'"],
    ['a payload that replaces a field', sealed.record, sealed.payload.replace('"value"', '"name"'), "Expected 'name' of the event 1 either in the record or in the payload, but it is in both"],
  ])('is refused for %s', (_what, record, payload, message) => {
    expect(() => openStep(record, payload)).toThrow(message);
  });
});
