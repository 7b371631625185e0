import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../test/journal/history.ts';
import { canonical } from '../json/canonical.ts';
import { normalize } from '../json/normalize.ts';
import { engineActor } from '../stream/index.ts';
import { openStep } from './open-step.ts';
import { withhold } from './payload.ts';
import { sealStep } from './seal-step.ts';
import { allShapes, type NamedField, type TypeShape } from './shape-table.ts';
import type { Typed } from './step.ts';
import { verifyChain } from './verify-chain.ts';

const json = fc.jsonValue({ maxDepth: 2 }).map(normalize);
const name = fc.string({ unit: 'grapheme', maxLength: 4 });
const members = fc.dictionary(name, json, { maxKeys: 4 }).map(normalize);
const notNull = json.filter((value) => value !== null);

type Values = fc.Arbitrary<unknown>;

/** What a field may be; `undefined` where it may be absent. */
const fieldOf = (field: NamedField, command: { readonly [name: string]: unknown }): Values => {
  switch (field.absent) {
    case 'never': return field.part === 'record' ? notNull : json;
    case 'absent': return fc.option(field.part === 'record' ? notNull : json, { nil: undefined });
    case 'default': return field.fallback === null ? json : fc.oneof(fc.constant(field.fallback), notNull);
    case 'commanded': return command[field.name] === undefined && field.part === 'record'
      ? fc.option(notNull, { nil: undefined })
      : fc.oneof(fc.constant(command[field.name] ?? 7), notNull);
    case 'no members': return members;
    case 'absent or no members': return fc.option(members, { nil: undefined });
    case 'variable': return json;
  }
};

const typedOf = (shape: TypeShape, command: Typed | undefined): fc.Arbitrary<Typed> => {
  const given = (command ?? {}) as { readonly [name: string]: unknown };
  const fields = [...shape.record, ...shape.payload].map((field) => [field.name, fieldOf(field, given)] as const);
  return fc.record(Object.fromEntries(fields)).chain((made) => {
    const typed: { [name: string]: unknown } = { type: shape.type };
    for (const [field, value] of Object.entries(made)) if (value !== undefined) typed[field] = value;
    return variableOf(typed, given['variables']);
  });
};

/** A `VariableSet` often takes a variable of the command, as it is or as it was copied. */
const variableOf = (typed: { [name: string]: unknown }, variables: unknown): fc.Arbitrary<Typed> => {
  const plain = fc.constant(typed as unknown as Typed);
  const entries = Object.entries(variables ?? {});
  if (typed['type'] !== 'VariableSet' || entries.length === 0) return plain;
  const taken = fc.tuple(fc.constantFrom(...entries), fc.boolean()).map(([[variable, value], isCopy]): Typed => {
    const copied = isCopy ? (structuredClone(value) as unknown) : value;
    return { ...typed, name: variable, value: copied } as unknown as Typed;
  });
  return fc.oneof(plain, taken);
};

const shapesOf = (shapes: ReadonlyMap<string, TypeShape>): fc.Arbitrary<TypeShape> => fc.constantFrom(...shapes.values());

const step = shapesOf(allShapes.commands)
  .chain((shape) => typedOf(shape, undefined))
  .chain((command) =>
    fc.record({
      command: fc.constant(command),
      events: fc.array(shapesOf(allShapes.events).chain((shape) => typedOf(shape, command)), { maxLength: 12 }),
      answers: fc.dictionary(name, json, { maxKeys: 2 }).map((answers) => normalize(answers) as typeof answers),
    }),
  );

const envelope = {
  log: 'acta.example', stream: '16777216', seq: 0, before: null, at: 1_763_892_000_123, id: 'c', actor: engineActor, zone: 'UTC',
  definition: null, versions: { kernel: 1, feel: 1, dmn: 1 }, secret: new Uint8Array(32).fill(9),
} as const;
const seal = (content: { command: Typed; events: Typed[]; answers: { readonly [question: string]: never } }) => sealStep({ ...envelope, ...content }, sha256);

describe('any step that the shapes allow', () => {
  it('opens to what was sealed, and both its texts are canonical', () => {
    fc.assert(
      fc.property(step, (content) => {
        const { record, recordText, payload } = seal(content as never);
        expect(canonical(JSON.parse(recordText))).toBe(recordText);
        expect(payload === null || canonical(JSON.parse(payload)) === payload).toBe(true);
        const { command, events, answers } = openStep(record, payload, null);
        expect(canonical({ command, events, answers })).toBe(canonical(content));
        expect(verifyChain([{ record, payload }], sha256)).toMatchObject({ ok: true, erased: [], withheld: [], unknown: [] });
      }),
      { numRuns: 400 },
    );
  });

  it('still verifies and opens without any of its values, one after the other; they are gone, and all else is there', () => {
    const withValues = step.filter((content) => seal(content as never).payload !== null);
    fc.assert(
      fc.property(withValues, fc.array(fc.nat()), (content, choices) => {
        const { record, payload } = seal(content as never);
        const whole = openStep(record, payload, null);
        const all = Object.keys((JSON.parse(payload!) as { values: object }).values);
        const gone = new Set<string>();
        let text = payload!;
        for (const choice of choices) {
          const path = all[choice % all.length]!;
          gone.add(path);
          text = withhold(text, [path], sha256);
        }
        expect(withhold(payload!, [...gone], sha256)).toBe(text);
        const paths = [...gone].sort();
        const verdict = verifyChain([{ record, payload: text }], sha256);
        expect(verdict.ok && verdict.withheld.flatMap((step) => step.paths.toSorted())).toEqual(paths);
        const { values, secret } = JSON.parse(text) as { values: object; secret?: string };
        expect(Object.keys(values).sort()).toEqual(all.filter((path) => !gone.has(path)).sort());
        expect(secret === undefined).toBe(gone.size > 0);
        const opened = openStep(record, text, null);
        expect([...opened.withheld].sort()).toEqual(paths);
        expect(opened.events.map(({ type }) => type)).toEqual(whole.events.map(({ type }) => type));
      }),
      { numRuns: 200 },
    );
  });

  it('is refused with any byte of its record or its payload flipped, and the fault is named', () => {
    fc.assert(
      fc.property(step, fc.boolean(), fc.nat(), fc.constantFrom(1, 2, 8, 32, 128), (content, ofRecord, place, mask) => {
        const { record, payload, head } = seal(content as never);
        const bytes = Buffer.from(ofRecord || payload === null ? record : payload);
        bytes[place % bytes.length]! ^= mask;
        const decoded = bytes.toString('utf8');
        const changed = ofRecord || payload === null ? { record: new Uint8Array(bytes), payload } : { record, payload: decoded };
        const verdict = verifyChain([changed], sha256, { head: { seq: 0, hash: Buffer.from(head.hash).toString('base64url') } });
        expect(verdict).toMatchObject({ ok: false, fault: expect.stringMatching(/^(encoding|shape|stream|sequence|payload|commitment|head)$/) as string });
      }),
      { numRuns: 600 },
    );
  });
});
