/**
 * Admission: what may become part of a command at all. It is asked once, where a command enters,
 * and it normalizes: members in the order of their names, as the journal gives them back, so that a
 * hot case and a reloaded one iterate alike. What Postgres or the journal cannot hold is refused.
 */
import { sortedNames } from '../json/canonical.ts';
import type { Json } from '../json/json.ts';
import { setMember } from '../json/named-members.ts';
import { limits } from './limits.ts';
import { reject, type Rejection } from './rejection.ts';

/** Members whose content is free: values by name, or a text that is cut later. Every other text is a name, an id or a key. */
const freeMembers: ReadonlySet<string> = new Set(['variables', 'data', 'errorMessage', 'sources', 'about']);

/** What is refused; where it stands is known when it has left everything that it stands in. */
class Refusal extends Error {
  readonly #problem: (place: string) => string;
  #place = '';

  constructor(problem: (place: string) => string) {
    super();
    this.#problem = problem;
  }

  inside(step: string | number): this {
    const rest = this.#place === '' || this.#place.startsWith('[') ? this.#place : `.${this.#place}`;
    this.#place = (typeof step === 'number' ? `[${step}]` : step) + rest;
    return this;
  }

  get sentence(): string {
    return this.#problem(this.#place);
  }
}

const inside = (error: unknown, step: string | number): unknown => (error instanceof Refusal ? error.inside(step) : error);

const loneSurrogate = /[\ud800-\udfff]/u;
const beyondAscii = /[\u0080-\uffff]/;

/** Walks a value once; `bytes` counts what it takes as JSON, escapes aside. */
class Walk {
  bytes = 0;

  value(value: unknown, depth: number): Json {
    switch (typeof value) {
      case 'string':
        return this.text(value, here);
      case 'number':
        this.bytes += 8;
        if (!Number.isFinite(value)) throw new Refusal((place) => `Expected ${place} to be a finite number, but it is ${value}`);
        return value + 0; // -0 becomes 0
      case 'boolean':
        this.bytes += 5;
        return value;
      case 'object':
        if (value === null) {
          this.bytes += 4;
          return null;
        }
        if (depth >= limits.jsonDepth)
          throw new Refusal((place) => `Expected ${place} to be nested at most ${limits.jsonDepth} levels deep, but it is deeper`);
        this.bytes += 2;
        return Array.isArray(value) ? this.#items(value, depth + 1) : this.#members(value as Members, depth + 1);
      default:
        throw new Refusal((place) => `Expected ${place} to be JSON, but it is ${value === undefined ? 'undefined' : `a ${typeof value}`}`);
    }
  }

  /** `what` says what the text is, by its place. */
  text(text: string, what: (place: string) => string): string {
    this.bytes += text.length + 2;
    if (beyondAscii.test(text)) {
      if (loneSurrogate.test(text)) throw new Refusal((place) => `Expected ${what(place)} to be Unicode text, but it has half of a surrogate pair`);
      this.bytes += text.length; // two to four bytes each: near enough for a limit
    }
    if (text.includes('\u0000')) throw new Refusal((place) => `Expected ${what(place)} to have no zero character (\\u0000), but it has one`);
    return text;
  }

  #items(items: readonly unknown[], depth: number): Json {
    let index = 0;
    try {
      const admitted: Json[] = [];
      for (; index < items.length; index += 1) admitted.push(this.value(items[index], depth));
      return admitted;
    } catch (error) {
      throw inside(error, index);
    }
  }

  #members(members: Members, depth: number): Json {
    const admitted: { [name: string]: Json } = {};
    for (const name of sortedNames(members)) {
      this.text(name, aName);
      try {
        setMember(admitted, name, this.value(members[name], depth));
      } catch (error) {
        throw inside(error, name);
      }
    }
    return admitted;
  }
}

interface Members {
  readonly [name: string]: unknown;
}

const here = (place: string): string => place;
const aName = (place: string): string => `a name in ${place}`;

/** A name, an id or a key: an index holds it. */
const checkIndexed = (value: unknown): void => {
  if (typeof value === 'string') {
    if (value.length > limits.indexedStringLength)
      throw new Refusal((place) => `Expected ${place} to have at most ${limits.indexedStringLength} characters, but it has ${value.length}`);
  } else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value))
      try {
        checkIndexed(member);
      } catch (error) {
        throw Array.isArray(value) ? error : inside(error, name);
      }
};

const checkVariables = (variables: object): void => {
  const names = Object.keys(variables);
  if (names.length > limits.variablesPerCommand)
    throw new Refusal(() => `Expected at most ${limits.variablesPerCommand} variables at a time, but there are ${names.length}. Many values of one kind are one variable, a list or a context`);
  for (const name of names) {
    if (name === '') throw new Refusal(() => 'Expected every variable to have a name, but one is empty');
    if (name === '__proto__') throw new Refusal(() => "Expected a variable's name other than '__proto__', but one has it");
    if (name.length > limits.variableNameLength)
      throw new Refusal(() => `Expected variables' names of at most ${limits.variableNameLength} characters, but one has ${name.length}`);
  }
};

/**
 * The command (or what is to become one) as the journal holds it, or why it is refused. `undefined`
 * members are left out.
 */
export const admit = <C extends object>(command: C): { readonly kind: 'admitted'; readonly command: C; readonly bytes: number } | Rejection => {
  const walk = new Walk();
  const admitted: { [name: string]: Json } = {};
  try {
    for (const [name, member] of Object.entries(command)) if (member !== undefined) setMember(admitted, name, admitMember(walk, name, member));
    const most = 'sources' in command ? limits.deploymentBytes : limits.commandBytes;
    if (walk.bytes > most) throw new Refusal(() => `Expected a command of at most ${most} bytes, but it has about ${walk.bytes}`);
    return { kind: 'admitted', command: admitted as C, bytes: walk.bytes };
  } catch (error) {
    if (error instanceof Refusal) return reject('INVALID_ARGUMENT', error.sentence);
    throw error;
  }
};

const admitMember = (walk: Walk, name: string, member: unknown): Json => {
  if ((name === 'variables' || name === 'data') && typeof member === 'object' && member !== null) checkVariables(member);
  try {
    const value = walk.value(member, 0);
    if (!freeMembers.has(name)) checkIndexed(value);
    return value;
  } catch (error) {
    throw inside(error, name);
  }
};
