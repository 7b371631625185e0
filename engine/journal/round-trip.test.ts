import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../test/journal/history.ts';
import { canonical } from '../json/canonical.ts';
import { normalize } from '../json/normalize.ts';
import type { Json } from '../json/json.ts';
import { doneBy, engineActor, type Actor } from '../stream/index.ts';
import { openStep } from './open-step.ts';
import { withhold } from './payload.ts';
import type { TypedList } from './record.ts';
import { sealStep, type UnsealedStep } from './seal-step.ts';
import { allShapes, shapeOf, type NamedField, type Types, type TypeShape } from './shape-table.ts';
import type { Typed } from './step.ts';
import { verifyChain } from './verify-chain.ts';

const json = fc.jsonValue({ maxDepth: 2 }).map(normalize);
const name = fc.string({ unit: 'grapheme', maxLength: 4 });
const members = fc.dictionary(name, json, { maxKeys: 4 }).map(normalize);
/** Short ones come again and again, so that much of what is said was said before. */
const notNull = fc.oneof(json.filter((value) => value !== null), fc.constantFrom(1, 2, 'f1'));
const actor = fc.constantFrom<Actor>(engineActor, { id: 'f1', kind: 'person', method: 'oidc' });

type Values = fc.Arbitrary<unknown>;

/** What a field may be; `undefined` where it may be absent. */
const fieldOf = (field: NamedField, command: { readonly [name: string]: unknown }, who: string | null): Values => {
  switch (field.absent) {
    case 'never': return field.part === 'record' ? notNull : json;
    case 'absent': return fc.option(field.part === 'record' ? notNull : json, { nil: undefined });
    case 'default': return field.fallback === null ? json : fc.oneof(fc.constant(field.fallback), notNull);
    case 'acting': return who === null ? fc.option(notNull) : fc.oneof(fc.constant(who), notNull);
    case 'said': return notNull;
    case 'said alone': return fc.option(fc.array(notNull, { minLength: 1, maxLength: 2 }), { nil: undefined });
    case 'commanded': {
      const commanded = command[field.commands ?? field.name];
      return commanded === undefined && field.part === 'record'
        ? fc.option(notNull, { nil: undefined })
        : fc.oneof(fc.constant(commanded ?? 7), notNull);
    }
    case 'no members': return members;
    case 'absent or no members': return fc.option(members, { nil: undefined });
    case 'variable': return json;
  }
};

const typedOf = (shape: TypeShape, command: Typed | undefined, who: string | null): fc.Arbitrary<Typed> => {
  const given = (command ?? {}) as { readonly [name: string]: unknown };
  const fields = [...shape.record, ...shape.payload].map((field) => [field.name, fieldOf(field, given, who)] as const);
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

const shapesOf = ({ byType }: Types): fc.Arbitrary<TypeShape> => fc.constantFrom(...byType.values());

const step = fc
  .tuple(actor, shapesOf(allShapes.commands))
  .chain(([who, shape]) => fc.tuple(fc.constant(who), typedOf(shape, undefined, doneBy({ actor: who }))))
  .chain(([who, command]) =>
    fc.record({
      actor: fc.constant(who),
      command: fc.constant(command),
      events: fc.array(shapesOf(allShapes.events).chain((shape) => typedOf(shape, command, doneBy({ actor: who }))), { maxLength: 12 }),
      answers: fc.dictionary(name, json, { maxKeys: 2 }).map((answers) => normalize(answers) as typeof answers),
    }),
  );

const envelope = {
  log: 'acta.example', stream: '16777216', seq: 0, before: null, at: 1_763_892_000_123, id: 'c', zone: 'UTC',
  definition: null, versions: { kernel: 1, feel: 1, dmn: 1 }, secret: new Uint8Array(32).fill(9),
} as const;
type Content = Pick<UnsealedStep, 'actor' | 'command' | 'events' | 'answers'>;
const seal = (content: Content) => sealStep({ ...envelope, ...content }, sha256);

interface Written {
  readonly command: TypedList;
  readonly events: readonly TypedList[];
}

/** The record with one field written that was left out, for each that there is. */
const saidTwice = (recordText: string, content: Content): string[] => {
  const written = JSON.parse(recordText) as Written;
  return content.events.flatMap((event, index) => {
    const shape = shapeOf(allShapes.events.byType, event.type);
    return shape.record.flatMap(({ name: field }, place) => {
      const [list = ['']] = written.events.slice(index);
      const own = (event as unknown as { readonly [name: string]: Json })[field];
      if (own === undefined || own === null || (list[place + 1] ?? null) !== null) return [];
      const longer = [...list, ...shape.record.slice(list.length - 1, place + 1).map(() => null)].with(place + 1, own);
      return [canonical({ ...written, events: written.events.with(index, longer as unknown as TypedList) })];
    });
  });
};

describe('any step that the shapes allow', () => {
  it('opens to what was sealed, and both its texts are canonical', () => {
    fc.assert(
      fc.property(step, (content) => {
        const { record, recordText, payload } = seal(content);
        expect(canonical(JSON.parse(recordText))).toBe(recordText);
        expect(payload === null || canonical(JSON.parse(payload)) === payload).toBe(true);
        const { command, events, answers } = openStep(record, payload, null);
        expect(canonical({ actor: content.actor, command, events, answers })).toBe(canonical(content));
        expect(seal({ actor: content.actor, command, events, answers }).recordText).toBe(recordText);
        expect(verifyChain([{ record, payload }], sha256)).toMatchObject({ ok: true, erased: [], withheld: [], unknown: [] });
      }),
      { numRuns: 400 },
    );
  });

  it('is refused when its record says again what it could leave out', () => {
    let refused = 0;
    fc.assert(
      fc.property(step, (content) => {
        const { recordText, payload } = seal(content);
        for (const text of saidTwice(recordText, content)) {
          const verdict = verifyChain([{ record: new TextEncoder().encode(text), payload }], sha256);
          expect(verdict).toMatchObject({ ok: false, fault: 'shape', message: expect.stringContaining('to be left out') as string });
          refused += 1;
        }
      }),
      { numRuns: 200 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it('still verifies and opens without any of its values, one after the other; they are gone, and all else is there', () => {
    const withValues = step.filter((content) => seal(content).payload !== null);
    fc.assert(
      fc.property(withValues, fc.array(fc.nat()), (content, choices) => {
        const { record, payload } = seal(content);
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
        const { record, payload, head } = seal(content);
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
