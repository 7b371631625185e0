/**
 * A command or an event as the record has it: a list of its type and its record fields, null for what
 * is left out, cut after the last one that is not. Its values are handed on by path, for the payload.
 */
import { byCodeUnit, canonical, NotCanonicalError, placed, quote } from '../json/canonical.ts';
import type { CanonicalTexts } from '../json/canonical-texts.ts';
import { memberOf } from '../json/named-members.ts';
import type { Typed } from '../stream/shape.ts';
import type { NamedField, TypeShape } from './shape-table.ts';

/** A value of the payload: its name there and its canonical text. */
export interface PathValue {
  readonly path: string;
  readonly text: string;
}

/** A command or an event does not have the fields that its shape says. */
export class ShapeError extends Error {
  constructor(type: string, problem: string) {
    super(`Expected ${type} to have ${problem}`);
    this.name = 'ShapeError';
  }
}

interface Fields {
  readonly [name: string]: unknown;
}

export class TypedWriter {
  readonly values: PathValue[] = [];
  readonly #texts: CanonicalTexts;
  readonly #command: Fields;

  constructor(command: Typed, texts: CanonicalTexts) {
    this.#command = command as unknown as Fields;
    this.#texts = texts;
  }

  /** The list for the record. `path` is `command` or `events.<index>`. */
  write(typed: Typed, shape: TypeShape, path: string): string {
    const fields = typed as unknown as Fields;
    let text = `["${shape.type}"`;
    let skipped = '';
    let found = 1;
    for (const field of shape.record) {
      if (fields[field.name] !== undefined) found += 1;
      const written = this.#record(fields[field.name], field, shape);
      if (written === 'null') skipped += ',null';
      else {
        text += `${skipped},${written}`;
        skipped = '';
      }
    }
    for (const field of shape.payload) {
      if (fields[field.name] !== undefined) found += 1;
      this.#value(fields, field, shape, path);
    }
    if (countOf(fields) !== found) throw strayField(fields, shape);
    return `${text}]`;
  }

  sortedValues(): readonly PathValue[] {
    return this.values.length > 1 ? this.values.sort((a, b) => byCodeUnit(a.path, b.path)) : this.values;
  }

  #record(own: unknown, field: NamedField, { type }: TypeShape): string {
    const { name, absent } = field;
    if (absent === 'absent' && own === undefined) return 'null';
    if (absent === 'commanded' && this.#isCommanded(own, name)) return 'null';
    if (own === undefined) throw new ShapeError(type, `'${name}', but it has none`);
    const text = placedText(own, name, canonical);
    if (text === field.fallbackText) return 'null';
    if (text === 'null') throw new ShapeError(type, `a '${name}' that is not null, but it is null`);
    return text;
  }

  #value(fields: Fields, { name, absent }: NamedField, { type }: TypeShape, path: string): void {
    const own = fields[name];
    if (own === undefined && absent.startsWith('absent')) return;
    if (absent === 'commanded' && this.#isCommanded(own, name)) return;
    if (own === undefined) throw new ShapeError(type, `'${name}', but it has none`);
    if (absent === 'variable' && this.#isVariable(own, fields['name'])) return;
    if (absent === 'no members' || absent === 'absent or no members') this.#members(own, name, path, absent);
    else this.values.push({ path: `${path}.${name}`, text: this.#text(own, name) });
  }

  /** An empty object that could also be absent is written as a whole. */
  #members(own: unknown, name: string, path: string, absent: 'no members' | 'absent or no members'): void {
    if (typeof own !== 'object' || own === null || Array.isArray(own)) throw new NotCanonicalError('no object').inside(name);
    const names = Object.keys(own);
    if (names.length === 0 && absent === 'absent or no members') this.values.push({ path: `${path}.${name}`, text: '{}' });
    try {
      for (const member of names) this.values.push({ path: `${path}.${name}.${member}`, text: this.#text((own as Fields)[member], member) });
    } catch (error) {
      throw placed(error, name);
    }
  }

  #isCommanded(own: unknown, name: string): boolean {
    return this.#isSame(own, memberOf(this.#command, name));
  }

  #isVariable(own: unknown, name: unknown): boolean {
    const variables = this.#command['variables'];
    if (typeof name !== 'string' || typeof variables !== 'object' || variables === null) return false;
    return this.#isSame(own, memberOf(variables as Fields, name));
  }

  /** The same object nearly always; one that was made anew is compared by its text. */
  #isSame(own: unknown, other: unknown): boolean {
    if (own === other) return true;
    if (typeof own !== 'object' || own === null || typeof other !== 'object' || other === null) return false;
    return this.#texts.of(own) === this.#texts.of(other);
  }

  /** Of a value, which others may need as well. */
  #text(own: unknown, name: string): string {
    return placedText(own, name, (value) => this.#texts.of(value));
  }
}

const placedText = (own: unknown, name: string, textOf: (value: unknown) => string): string => {
  if (typeof own === 'number' && Number.isSafeInteger(own)) return String(own);
  try {
    return typeof own === 'string' ? quote(own) : textOf(own);
  } catch (error) {
    throw placed(error, name);
  }
};

/** Plain data has no members but its own. */
const countOf = (fields: Fields): number => {
  let count = 0;
  for (const name in fields) if (Object.hasOwn(fields, name)) count += 1;
  return count;
};

const strayField = (fields: Fields, shape: TypeShape): Error => {
  const known = new Set(['type', ...shape.record.map(({ name }) => name), ...shape.payload.map(({ name }) => name)]);
  const stray = Object.keys(fields).find((name) => !known.has(name));
  if (stray !== undefined) return new ShapeError(shape.type, `no field but those of its shape, but it has '${stray}'`);
  return new NotCanonicalError('undefined').inside(Object.keys(fields).find((name) => fields[name] === undefined) ?? '');
};
