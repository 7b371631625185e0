/** The place in a model where an expression is compiled: what it sees, whose it is, where problems are reported. */
import { type FeelEngine, type FeelKind, type FeelProgram, type FeelType, type NamePlace } from '../feel/index.ts';
import { convert } from './conversion.ts';
import type { Logic } from './graph.ts';
import { typeReference } from './item-types.ts';
import type { Dialect } from './model/definitions.ts';
import type { MemberNames, Names } from './names.ts';
import type { Place } from './place.ts';
import type { Problems } from './problem.ts';
import type { CompiledTable } from './table/compile-table.ts';

/** What all sites of one file share. */
export interface Shop {
  readonly feel: FeelEngine;
  readonly problems: Problems;
  readonly dialect: Dialect;
  readonly members: MemberNames;
  /** Whether a type of that name is defined in the file or its imports. */
  hasType(name: string): boolean;
  /** The allowed values that the named item definition lists, as text. */
  allowedValues(typeRef: string | undefined): string | undefined;
}

/** What is learnt about the element whose logic is compiled. */
export interface Owner {
  readonly id: string;
  readonly name: string;
  /** Names read that no requirement, parameter or entry supplies. */
  readonly freeReads: Set<string>;
  readonly tables: CompiledTable[];
  /** The expressions with their texts, those in the entries of tables apart, for whoever reads a warning. */
  readonly expressions: PlacedText[];
  /** Names read, and functions called, that nothing in the model gives a value. */
  readonly unknown: UnknownName[];
}

export interface UnknownName extends NamePlace {
  readonly isCalled: boolean;
  readonly place: Place;
  readonly text: string;
}

export interface PlacedText {
  readonly place: Place;
  readonly text: string;
}

export function newOwner(id: string, name: string): Owner {
  return { id, name, freeReads: new Set(), tables: [], expressions: [], unknown: [] };
}

const isEntry = ({ part }: Place): boolean => part === 'input entry' || part === 'output entry';

/** Words with blanks between them are no expression, and were hardly meant as one. */
const looksLikeText = (text: string): boolean => /^[\p{L}_][\p{L}\p{N}_\s.,'-]*$/u.test(text.trim());

export const NULL_LOGIC: Logic = () => null;

export class Site {
  readonly shop: Shop;
  readonly owner: Owner;
  readonly names: Names;
  readonly place: Place;

  constructor(shop: Shop, owner: Owner, names: Names, place: Place = { element: owner.id }) {
    this.shop = shop;
    this.owner = owner;
    this.names = names;
    this.place = place;
  }

  with(names: Iterable<string>): Site {
    return new Site(this.shop, this.owner, this.names.with(names), this.place);
  }

  /** The same names at another place of the element. */
  at(place: Omit<Place, 'element'>): Site {
    return new Site(this.shop, this.owner, this.names, { ...this.place, ...place });
  }

  /** Keeps the text of the expression that stands here. */
  keep(text: string): void {
    this.owner.expressions.push({ place: this.place, text });
  }

  /** Whether the text is an expression. */
  reads(text: string): boolean {
    return this.shop.feel.compile(text, 'expression', this.names.declaredFor(text, this.shop.members)).ok;
  }

  /** Undefined, with a problem reported, when the text is not FEEL. */
  program(text: string, kind: FeelKind, line: number): FeelProgram | undefined {
    const compilation = this.shop.feel.compile(text, kind, this.names.declaredFor(text, this.shop.members));
    if (compilation.ok) {
      this.#learn(compilation.program);
      return compilation.program;
    }
    for (const { message, from, to } of compilation.errors) {
      const hint = isEntry(this.place) && looksLikeText(text) ? ` A text needs quotation marks: "${text.trim()}".` : '';
      this.shop.problems.error(message + hint, { element: this.owner.name, line, expression: { text, from, to } });
    }
    return undefined;
  }

  #learn({ text, names, calls }: FeelProgram): void {
    const { place, owner } = this;
    for (const found of names) {
      if (found.name === '?' || this.names.has(found.name)) continue;
      owner.freeReads.add(found.name);
      owner.unknown.push({ ...found, isCalled: false, place, text });
    }
    for (const found of calls) if (!this.names.has(found.name)) owner.unknown.push({ ...found, isCalled: true, place, text });
  }

  /** A textual expression; an empty one is null. */
  literal(text: string, line: number): Logic {
    if (text.trim() === '') return NULL_LOGIC;
    if (this.place.rule === undefined) this.keep(text);
    const program = this.program(text, 'expression', line);
    const { place } = this;
    if (program === undefined) return (_scope, frame) => frame.evaluation.warn('SYNTAX_ERROR', place);
    return (scope, frame) => frame.evaluation.take(program.evaluate(scope, frame.feel), place);
  }

  /** The type that is named; undefined when there is none or it bounds nothing. Unknown names are reported. */
  type(typeRef: string | undefined, line: number): FeelType | undefined {
    if (typeRef === undefined) return undefined;
    const type = typeReference(typeRef);
    if (type.kind === 'simple' && type.name === 'Any') return undefined;
    if (type.kind === 'named' && !this.shop.hasType(type.name)) {
      this.shop.problems.warning(`Expected '${typeRef}' to be a type, but no item definition has this name.`, { element: this.owner.name, line });
      return undefined;
    }
    return type;
  }

  /**
   * Converts what the logic gives to the type (DMN 1.5 §10.3.2.9.4); what does not conform is null and a
   * warning. Camunda's engine does not enforce types, so its models stay untouched.
   */
  typed(logic: Logic, typeRef: string | undefined, line: number, name: string): Logic {
    const type = this.type(typeRef, line);
    if (type === undefined || this.shop.dialect === 'camunda') return logic;
    const { place } = this;
    return (scope, frame) => {
      const value = logic(scope, frame);
      if (value === null) return null;
      const converted = convert(value, type, frame);
      if (converted !== undefined) return converted;
      return frame.evaluation.warn('WRONG_TYPE', place, name === '' ? {} : { name });
    };
  }
}
