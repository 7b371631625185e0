import { describe, expect, it } from 'vitest';
import { sha256, wholeHistory } from '../../test/journal/history.ts';
import { openDetached } from './open-step.ts';
import { readPayload, withhold } from './payload.ts';
import { verifyChain } from './verify-chain.ts';

const [step] = wholeHistory(['message']).steps;
const { record, payload } = { record: step!.record, payload: step!.payload! };
const text = withhold(payload, ['command.variables.a'], sha256);
type Parts = { salts: { [path: string]: string }; values: { [path: string]: unknown }; withheld: { [path: string]: string } };
const parts = (): Parts => JSON.parse(text) as Parts;
const fault = (changed: unknown): string => {
  const verdict = verifyChain([{ record, payload: typeof changed === 'string' ? changed : JSON.stringify(changed) }], sha256);
  return verdict.ok ? 'accepted' : verdict.fault;
};

describe('a payload with a value withheld', () => {
  it('has its hash in place of the value, and the salts of the others in place of the secret', () => {
    expect(Object.keys(parts().values)).toEqual(['command.businessId', 'events.3.correlationKey']);
    expect(Object.keys(parts().salts)).toEqual(Object.keys(parts().values));
    expect(Object.keys(parts().withheld)).toEqual(['command.variables.a']);
    expect(text).not.toContain((JSON.parse(payload) as { secret: string }).secret);
    expect(fault(text)).toBe('accepted');
    expect(openDetached(record, text)).toMatchObject({ erased: false, withheld: ['command.variables.a'], command: { variables: {}, businessId: 'B-17' } });
    expect(openDetached(record, text).events[1]).toEqual({ type: 'VariableSet', ordinal: 1, name: 'a', scope: 0 });
  });

  it('may have all withheld, and any again', () => {
    const all = withhold(text, Object.keys(parts().values), sha256);
    expect(Object.keys((JSON.parse(all) as Parts).withheld)).toHaveLength(3);
    expect(fault(all)).toBe('accepted');
    expect(withhold(all, ['command.businessId'], sha256)).toBe(all);
    expect(withhold(payload, [], sha256)).toBe(payload);
  });

  it('cannot give the value another name, nor let one hash stand for two, nor leave one out', () => {
    const { salts, values, withheld } = parts();
    const hash = withheld['command.variables.a']!;
    expect(fault({ salts, values, withheld: { 'command.variables.b': hash } })).toBe('commitment');
    expect(fault({ salts, values, withheld: { ...withheld, 'command.variables.b': hash } })).toBe('commitment');
    const { 'events.3.correlationKey': _salt, ...fewerSalts } = salts;
    const { 'events.3.correlationKey': _value, ...fewer } = values;
    expect(fault({ salts: fewerSalts, values: fewer, withheld })).toBe('commitment');
  });

  it.each<[string, (parts: Parts) => unknown, string]>([
    ['with the secret beside', (all) => ({ ...all, secret: 'A'.repeat(43) }), 'Expected the payload to have only known members'],
    ['without a salt', ({ values, withheld }) => ({ salts: {}, values, withheld }), 'Expected the payload to have a salt for each value shown and for no other'],
    ['with a value shown and withheld', (all) => ({ ...all, withheld: { ...all.withheld, 'command.businessId': 'A'.repeat(43) } }), "Expected 'command.businessId' to be shown or withheld, but it is both"],
    ['with a hash that is none', (all) => ({ ...all, withheld: { 'command.variables.a': 'x' } }), "Expected the payload's 'withheld' to be 32 bytes each in base64url"],
    ['with nothing withheld', ({ salts, values }) => ({ salts, values, withheld: {} }), 'Expected a payload without a secret to withhold values, but it withholds none'],
  ])('is refused %s', (_what, change, message) => {
    expect(() => readPayload(JSON.stringify(change(parts())))).toThrow(message);
  });

  it('is made of values that are there', () => {
    expect(() => withhold(payload, ['command.variables.z'], sha256)).toThrow("Expected to withhold a value of the payload, but it has none at 'command.variables.z'");
  });
});
