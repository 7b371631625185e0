import { describe, expect, it } from 'vitest';
import { definition, History, nextCommand, sha256, wholeHistory } from '../../test/journal/history.ts';
import { base64urlOf } from '../json/base64url.ts';
import { sealStep, type SealedStep } from './seal-step.ts';
import type { StoredStep } from './step.ts';
import { verifyChain, type ChainExpectation, type ChainFault } from './verify-chain.ts';

const text = new TextEncoder();
const stored = ({ record, payload, hash }: SealedStep) => ({ record, payload, hash });
const whole = wholeHistory(['task', 'decision', 'job', 'timer']).steps.map(stored);
const other = wholeHistory(['task', 'decision', 'job', 'timer'], '33554432').steps;
const elsewhere = wholeHistory(['task', 'decision', 'job', 'timer'], '16777216', 'other.example').steps;
const head = { seq: 3, hash: base64urlOf(whole[3]!.hash) };

const open = new History(['task', 'job', 'message']);
open.send(nextCommand(open.state, { amount: 5 })!);
open.send(nextCommand(open.state, { amount: 6 })!);

const fault = (steps: readonly StoredStep[], expected: ChainExpectation = {}): string => {
  const verdict = verifyChain(steps, sha256, expected);
  return verdict.ok ? 'accepted' : `${verdict.fault} at ${verdict.seq}`;
};
const replaced = (seq: number, change: (step: StoredStep) => Partial<StoredStep>): StoredStep[] =>
  whole.map((step, at) => (at === seq ? { ...step, ...change(step) } : step));
const rewritten = (seq: number, pattern: string | RegExp, replacement: string): StoredStep[] =>
  replaced(seq, ({ record }) => {
    const before = new TextDecoder().decode(record);
    const after = before.replace(pattern, replacement);
    expect(after).not.toBe(before);
    return { record: text.encode(after) };
  });

describe('a genuine chain', () => {
  it('is accepted, and the verdict says how far it reaches', () => {
    expect(verifyChain(whole, sha256, { log: 'acta.example', stream: '16777216', head })).toEqual({
      ok: true, log: 'acta.example', stream: '16777216', steps: 4, head, ended: true, erased: [],
    });
    expect(verifyChain(open.steps, sha256)).toMatchObject({ ok: true, steps: 2, ended: false });
  });

  it('is accepted with payloads erased, and names them', () => {
    const erased = whole.map((step, seq) => (seq % 2 === 1 ? { ...step, payload: null } : step));
    expect(verifyChain(erased, sha256, { head })).toMatchObject({ ok: true, erased: [1, 3] });
  });

  it('is accepted from the middle on, behind a known step', () => {
    const after = { seq: 1, hash: base64urlOf(whole[1]!.hash) };
    expect(verifyChain(whole.slice(2), sha256, { after, head })).toMatchObject({ ok: true, steps: 2, ended: true });
    expect(fault(whole.slice(2), { after: { ...after, hash: head.hash } })).toBe('link at 2');
    expect(fault(whole.slice(3), { after })).toBe('sequence at 2');
  });
});

describe('the first fault is named', () => {
  it.each<[string, ChainFault, number, () => readonly StoredStep[]]>([
    ['nothing at all', 'empty', 0, () => []],
    ['bytes that are not UTF-8', 'encoding', 1, () => replaced(1, ({ record }) => ({ record: record.map((byte, at) => (at === 30 ? 0xff : byte)) }))],
    ['a byte order mark', 'shape', 0, () => replaced(0, ({ record }) => ({ record: Uint8Array.of(0xef, 0xbb, 0xbf, ...record) }))],
    ['white space', 'encoding', 2, () => rewritten(2, '"v":1', '"v": 1')],
    ['a member twice', 'encoding', 2, () => rewritten(2, '"v":1', '"v":1,"v":1')],
    ['members in another order', 'encoding', 0, () => rewritten(0, /"seq":0,("stream":"\d+")/, '$1,"seq":0')],
    ['a number written otherwise', 'encoding', 0, () => rewritten(0, '"seq":0', '"seq":0.0')],
    ['an escape that is not needed', 'encoding', 1, () => rewritten(1, 'user-1', '\\u0075ser-1')],
    ['an unknown member', 'shape', 2, () => rewritten(2, '"v":1', '"v":1,"w":1')],
    ['another log', 'log', 1, () => [whole[0]!, elsewhere[1]!, ...whole.slice(2)]],
    ['another stream', 'stream', 1, () => [whole[0]!, other[1]!, ...whole.slice(2)]],
    ['a gap', 'sequence', 2, () => [...whole.slice(0, 2), ...whole.slice(3)]],
    ['a step twice', 'sequence', 1, () => [whole[0]!, ...whole]],
    ['two steps swapped', 'sequence', 1, () => [whole[0]!, whole[2]!, whole[1]!, whole[3]!]],
    ['a missing beginning', 'sequence', 0, () => whole.slice(1)],
    ['a changed record', 'link', 2, () => rewritten(1, 'user-1', 'user-2')],
    ['a payload of another step', 'commitment', 2, () => replaced(2, () => ({ payload: whole[1]!.payload }))],
    ['a payload with another salt', 'commitment', 2, () => replaced(2, ({ payload }) => ({ payload: payload!.replace(/"salt":"./, '"salt":"-') }))],
    ['a changed value', 'commitment', 0, () => replaced(0, ({ payload }) => ({ payload: payload!.replace('"a":1', '"a":2') }))],
    ['a payload written otherwise', 'payload', 0, () => replaced(0, ({ payload }) => ({ payload: `${payload!} ` }))],
    ['a payload that is not JSON', 'payload', 0, () => replaced(0, () => ({ payload: '' }))],
    ['a step behind the end', 'after-end', 4, () => [...whole, behindTheEnd()]],
    ['time that goes back', 'time', 1, () => [whole[0]!, earlier()]],
    ['a payload that replaces what the record says', 'payload', 0, () => [replacing()]],
  ])('%s', (_what, name, seq, steps) => {
    expect(fault(steps())).toBe(`${name} at ${seq}`);
  });

  it('a head other than the expected one', () => {
    expect(fault(whole.slice(0, 3), { head })).toBe('head at 3');
    expect(fault(rewritten(3, 'user-1', 'user-2'), { head })).toBe('head at 4');
    expect(fault(whole, { stream: '1' })).toBe('stream at 0');
    expect(fault(whole, { log: 'x' })).toBe('log at 0');
  });
});

const envelope = {
  log: 'acta.example', stream: '16777216', id: 'forged', actor: null, definition: definition.hash, kernel: 'kernel/1', salt: new Uint8Array(32),
};
const behindTheEnd = (): StoredStep =>
  sealStep({ ...envelope, seq: 4, prev: whole[3]!.hash, at: 1_863_892_000_000, command: { type: 'CancelCase' }, events: [] }, sha256);
const earlier = (): StoredStep =>
  sealStep({ ...envelope, seq: 1, prev: whole[0]!.hash, at: 1_663_892_000_000, command: { type: 'CancelCase' }, events: [] }, sha256);
/** Committed to by its record, and still a lie: `name` stands in both. */
const replacing = (): StoredStep => {
  const event = { type: 'VariableSet', ordinal: 1, scope: 0, name: 'a', value: 1 };
  const asIf = (name: string): StoredStep =>
    sealStep({ ...envelope, seq: 0, prev: null, at: 0, command: { type: 'CancelCase' }, events: [event] }, sha256, {
      commands: new Map(), events: new Map([['VariableSet', name === 'value' ? ['value'] : ['value', 'name']]]),
    });
  const [kept, moved] = [asIf('value'), asIf('name')];
  const commitment = /"commitment":"[^"]+"/;
  const record = new TextDecoder().decode(kept.record).replace(commitment, commitment.exec(new TextDecoder().decode(moved.record))![0]);
  return { record: text.encode(record), payload: moved.payload };
};

describe('what a chain cannot show is said', () => {
  it('a cut tail looks like an open case: `ended` is false, and a head kept elsewhere shows it', () => {
    for (const length of [1, 2, 3]) {
      expect(verifyChain(whole.slice(0, length), sha256)).toMatchObject({ ok: true, steps: length, ended: false });
      expect(fault(whole.slice(0, length), { head })).toBe(`head at ${length}`);
    }
  });

  it('a stream rewritten as a whole holds together: only a head kept elsewhere shows it', () => {
    let prev: Uint8Array | null = null;
    const forged = whole.map((_step, seq) => {
      const events = seq === 3 ? [{ type: 'CaseCompleted' }] : [];
      const sealed = sealStep({ ...envelope, seq, prev, at: 0, command: { type: 'Continue' }, events }, sha256);
      prev = sealed.hash;
      return sealed;
    });
    expect(verifyChain(forged, sha256)).toMatchObject({ ok: true, steps: 4, ended: true });
    expect(fault(forged, { head })).toBe('head at 4');
  });
});
