/**
 * Canonical JSON (RFC 8785): one text, and so one sequence of bytes, per value. No white space,
 * members sorted by UTF-16 code units, strings and numbers as ECMAScript writes them. Stricter than
 * the RFC where silence would lose data: what is not JSON (undefined, NaN, infinities, lone
 * surrogates, functions, bigints, dates, maps, instances of classes) is refused, never dropped.
 */

/** Deeper values are refused, and with them cyclic ones. */
export const canonicalDepth = 512;

/** A value has no canonical text. `path` is the place, e.g. `events[2].value`. */
export class NotCanonicalError extends Error {
  readonly problem: string;
  path = '';

  constructor(problem: string) {
    super(`Expected JSON, but found ${problem}`);
    this.name = 'NotCanonicalError';
    this.problem = problem;
  }

  /** Puts the name of the surrounding member or item in front of the path. */
  inside(step: string | number): this {
    const rest = this.path === '' || this.path.startsWith('[') ? this.path : `.${this.path}`;
    this.path = (typeof step === 'number' ? `[${step}]` : step) + rest;
    this.message = `Expected JSON at ${this.path}, but found ${this.problem}`;
    return this;
  }
}

export const placed = (error: unknown, step: string | number): unknown =>
  error instanceof NotCanonicalError ? error.inside(step) : error;

const plainText = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
const loneSurrogate = /[\ud800-\udfff]/u;

/** A string as canonical JSON. Throws a `NotCanonicalError` for a lone surrogate. */
export const quote = (text: string): string => {
  if (plainText.test(text)) return `"${text}"`;
  if (loneSurrogate.test(text)) throw new NotCanonicalError('a string with a lone surrogate');
  return JSON.stringify(text);
};

interface Members {
  readonly [name: string]: unknown;
}

/** `"name":` of the names seen first; most names are fields of events, written thousands of times a second. */
const names = new Map<string, string>();
const namesKept = 4_096;

const nameText = (name: string): string => {
  const known = names.get(name);
  if (known !== undefined) return known;
  const text = `${quote(name)}:`;
  if (names.size < namesKept && name.length <= 64) names.set(name, text);
  return text;
};

/** The order of names: UTF-16 code units, whatever the locale. */
export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : 1);

/** Insertion sort: objects are small, and this is the hot path. */
export const sortedNames = (members: object): string[] => {
  const keys = Object.keys(members);
  if (keys.length > 24) return keys.sort(byCodeUnit);
  for (let end = 1; end < keys.length; end++) {
    const key = keys[end] ?? '';
    let at = end;
    for (let before = keys[at - 1]; before !== undefined && before > key; before = keys[at - 1]) keys[at--] = before;
    keys[at] = key;
  }
  return keys;
};

export const isPlain = (object: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(object);
  return prototype === Object.prototype || prototype === null;
};

const writeArray = (items: readonly unknown[], depth: number): string => {
  let text = '[';
  let index = 0;
  try {
    for (; index < items.length; index++) {
      if (index > 0) text += ',';
      text += write(items[index], depth);
    }
  } catch (error) {
    throw placed(error, index);
  }
  return `${text}]`;
};

const writeObject = (members: Members, depth: number): string => {
  let text = '{';
  let at = '';
  try {
    for (const name of sortedNames(members)) {
      at = name;
      if (text.length > 1) text += ',';
      text += nameText(name);
      text += write(members[name], depth);
    }
  } catch (error) {
    throw placed(error, at);
  }
  return `${text}}`;
};

const write = (value: unknown, depth: number): string => {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonicalError(String(value));
      return String(value); // -0 becomes 0, as RFC 8785 §3.2.2.3 has it
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (depth >= canonicalDepth) throw new NotCanonicalError(`more than ${canonicalDepth} levels of nesting`);
      if (Array.isArray(value)) return writeArray(value, depth + 1);
      if (!isPlain(value)) throw new NotCanonicalError('an object that is not plain');
      return writeObject(value as Members, depth + 1);
    default:
      throw new NotCanonicalError(value === undefined ? 'undefined' : `a ${typeof value}`);
  }
};

/** The canonical text of a JSON value. Throws a `NotCanonicalError` for anything else. */
export const canonical = (value: unknown): string => write(value, 0);
