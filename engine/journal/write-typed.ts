/**
 * A command or an event as the record has it: a list of its type's code and its record fields, null for what
 * is left out, cut after the last one that is not. Its values are handed on by path, for the payload.
 */
import { byCodeUnit, canonical, NotCanonicalError, placed, quote } from '../json/canonical.ts';
import type { CanonicalTexts } from '../json/canonical-texts.ts';
import type { Order } from '../stream/index.ts';
import type { Typed } from '../stream/shape.ts';
import { isSame, SaidSoFar, type Fields } from './said-so-far.ts';
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

export class TypedWriter {
  readonly values: PathValue[] = [];
  readonly #texts: CanonicalTexts;
  readonly #said: SaidSoFar;

  constructor(who: Omit<Order, 'id'>, texts: CanonicalTexts) {
    this.#said = new SaidSoFar(who);
    this.#texts = texts;
  }

  /** The command is written before the events. */
  command(command: Typed, shape: TypeShape): string {
    this.#said.tellCommand(command);
    return this.#write(command, shape, 'command');
  }

  event(event: Typed, shape: TypeShape, index: number): string {
    const text = this.#write(event, shape, `events.${index}`);
    this.#said.tell(event);
    return text;
  }

  sortedValues(): readonly PathValue[] {
    return this.values.length > 1 ? this.values.sort((a, b) => byCodeUnit(a.path, b.path)) : this.values;
  }

  #write(typed: Typed, shape: TypeShape, path: string): string {
    const fields = typed as unknown as Fields;
    try {
      const { text, told } = this.#writeFields(fields, shape, path);
      // Whatever there is besides has a name that is wrong, or no value.
      if (told !== memberCount(fields)) checkNames(fields, shape);
      return text;
    } catch (error) {
      checkNames(fields, shape);
      throw error;
    }
  }

  /** `told`: how many of its members the shape knows. */
  #writeFields(fields: Fields, shape: TypeShape, path: string): { readonly text: string; readonly told: number } {
    let text = `["${shape.code}"`;
    let skipped = '';
    let told = 1; // the type
    for (const field of shape.record) {
      const own = fields[field.name];
      if (own !== undefined) told += 1;
      const written = this.#record(own, field, shape);
      if (written === 'null') skipped += ',null';
      else {
        text += `${skipped},${written}`;
        skipped = '';
      }
    }
    for (const field of shape.payload) {
      if (fields[field.name] !== undefined) told += 1;
      this.#value(fields, field, shape, path);
    }
    return { text: `${text}]`, told };
  }

  #record(own: unknown, field: NamedField, { type }: TypeShape): string {
    const { name, absent } = field;
    const follows = this.#said.follows(field);
    if (own === undefined) return leftOut(field, type, follows);
    if (follows !== undefined && isSame(own, follows)) return 'null';
    const text = placedText(own, name, canonical);
    if (text === 'null') throw new ShapeError(type, `a '${name}' that is not null, but it is null`);
    if (absent === 'said alone' && text === '[]') throw new ShapeError(type, `a '${name}' with something in it, but it is empty`);
    return text;
  }

  #value(fields: Fields, field: NamedField, { type }: TypeShape, path: string): void {
    const { name, absent } = field;
    const own = fields[name];
    if (own === undefined && absent.startsWith('absent')) return;
    const follows = absent === 'variable' ? this.#said.variable(fields['name']) : this.#said.follows(field);
    if (own === undefined && (absent !== 'commanded' || follows !== undefined)) throw new ShapeError(type, `'${name}', but it has none`);
    if (isSame(own, follows, (value) => this.#texts.of(value))) return;
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

/** How the record says that a field is absent, where it may be. */
const leftOut = ({ name, absent }: NamedField, type: string, follows: unknown): string => {
  if (absent === 'absent') return 'null';
  if (absent === 'said alone') return follows === undefined ? 'null' : '[]';
  if (absent === 'commanded' && follows === undefined) return 'null';
  throw new ShapeError(type, `'${name}', but it has none`);
};

const memberCount = (fields: Fields): number => {
  let count = 0;
  for (const _name in fields) count += 1;
  return count;
};

/** Plain data has no members but its own. */
const checkNames = (fields: Fields, { type, names }: TypeShape): void => {
  for (const name in fields) {
    if (!Object.hasOwn(fields, name)) continue;
    if (!names.has(name)) throw new ShapeError(type, `no field but those of its shape, but it has '${name}'`);
    if (fields[name] === undefined) throw new NotCanonicalError('undefined').inside(name);
  }
};
