/**
 * Admission: what may become part of a command at all. It is asked once, where a command enters,
 * and it normalizes: members in the order of their names, as the journal gives them back, so that a
 * hot case and a reloaded one iterate alike. What Postgres or the journal cannot hold is refused.
 */
import type { Json } from '../json/json.ts';
import { limits } from './limits.ts';
import { reject, type Rejection } from './rejection.ts';

/** Members whose content is free: values by name, or a text that is cut later. Every other text is a name, an id or a key. */
const freeMembers: ReadonlySet<string> = new Set(['variables', 'data', 'errorMessage', 'sources', 'about']);

class Refusal extends Error {}

const loneSurrogate = /[\ud800-\udfff]/u;
const beyondAscii = /[\u0080-\uffff]/;

/** Walks a value once; `bytes` counts what it takes as JSON, escapes aside. */
class Walk {
  bytes = 0;

  value(value: unknown, place: string, depth: number): Json {
    switch (typeof value) {
      case 'string':
        return this.text(value, place);
      case 'number':
        this.bytes += 8;
        if (!Number.isFinite(value)) throw new Refusal(`Expected ${place} to be a finite number, but it is ${value}`);
        return value + 0; // -0 becomes 0
      case 'boolean':
        this.bytes += 5;
        return value;
      case 'object':
        if (value === null) {
          this.bytes += 4;
          return null;
        }
        return this.composite(value, place, depth + 1);
      default:
        throw new Refusal(`Expected ${place} to be JSON, but it is ${value === undefined ? 'undefined' : `a ${typeof value}`}`);
    }
  }

  text(text: string, place: string): string {
    this.bytes += text.length + 2;
    if (beyondAscii.test(text)) {
      if (loneSurrogate.test(text)) throw new Refusal(`Expected ${place} to be Unicode text, but it has half of a surrogate pair`);
      this.bytes += text.length; // two to four bytes each: near enough for a limit
    }
    if (text.includes('\u0000')) throw new Refusal(`Expected ${place} to have no zero character (\\u0000), but it has one`);
    return text;
  }

  private composite(value: object, place: string, depth: number): Json {
    if (depth > limits.jsonDepth) throw new Refusal(`Expected ${place} to be nested at most ${limits.jsonDepth} levels deep, but it is deeper`);
    this.bytes += 2;
    if (Array.isArray(value)) return value.map((item, index) => this.value(item, `${place}[${index}]`, depth));
    const members = Object.entries(value as { readonly [name: string]: unknown }).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(
      members.map(([name, member]) => [this.text(name, `a name in ${place}`), this.value(member, `${place}.${name}`, depth)]),
    );
  }
}

/** A name, an id or a key: an index holds it. */
const checkIndexed = (value: unknown, place: string): void => {
  if (Array.isArray(value)) for (const item of value) checkIndexed(item, place);
  else if (typeof value === 'string' && value.length > limits.indexedStringLength)
    throw new Refusal(`Expected ${place} to have at most ${limits.indexedStringLength} characters, but it has ${value.length}`);
  else if (typeof value === 'object' && value !== null)
    for (const [name, member] of Object.entries(value)) checkIndexed(member, `${place}.${name}`);
};

const checkVariables = (variables: object): void => {
  const names = Object.keys(variables);
  if (names.length > limits.variablesPerCommand)
    throw new Refusal(`Expected at most ${limits.variablesPerCommand} variables at a time, but there are ${names.length}. Many values of one kind are one variable, a list or a context`);
  for (const name of names) {
    if (name === '') throw new Refusal('Expected every variable to have a name, but one is empty');
    if (name === '__proto__') throw new Refusal("Expected a variable's name other than '__proto__', but one has it");
    if (name.length > limits.variableNameLength)
      throw new Refusal(`Expected variables' names of at most ${limits.variableNameLength} characters, but one has ${name.length}`);
  }
};

/**
 * The command (or what is to become one) as the journal holds it, or why it is refused. `undefined`
 * members are left out.
 */
export const admit = <C extends object>(command: C): { readonly kind: 'admitted'; readonly command: C; readonly bytes: number } | Rejection => {
  const walk = new Walk();
  try {
    const members = Object.entries(command).flatMap(([name, member]) => {
      if (member === undefined) return [];
      if ((name === 'variables' || name === 'data') && typeof member === 'object') checkVariables(member as object);
      const value = walk.value(member, name, 0);
      if (!freeMembers.has(name)) checkIndexed(value, name);
      return [[name, value] as const];
    });
    const most = 'sources' in command ? limits.deploymentBytes : limits.commandBytes;
    if (walk.bytes > most) throw new Refusal(`Expected a command of at most ${most} bytes, but it has about ${walk.bytes}`);
    return { kind: 'admitted', command: Object.fromEntries(members) as C, bytes: walk.bytes };
  } catch (error) {
    if (error instanceof Refusal) return reject('INVALID_ARGUMENT', error.message);
    throw error;
  }
};
