/**
 * A value as the journal gives it back: members in canonical order, no -0, nothing that is not JSON.
 * What a decision uses must be normalized first. Members that iterate in another order than after
 * a reload (variables take their ordinals in that order) would make a hot case and a cold one decide
 * differently.
 */
import type { Json } from './json.ts';
import { canonicalDepth, isPlain, NotCanonicalError, placed, quote, sortedNames } from './canonical.ts';

/**
 * Equal to `JSON.parse(canonical(value))`, member order included, and the same object where nothing
 * had to change. Throws a `NotCanonicalError` for what is not JSON.
 */
export const normalize = (value: unknown): Json => normal(value, 0);

const normal = (value: unknown, depth: number): Json => {
  switch (typeof value) {
    case 'string':
      quote(value);
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new NotCanonicalError(String(value));
      return value + 0; // -0 + 0 is 0
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      if (depth >= canonicalDepth) throw new NotCanonicalError(`more than ${canonicalDepth} levels of nesting`);
      if (Array.isArray(value)) return normalItems(value, depth + 1);
      if (!isPlain(value)) throw new NotCanonicalError('an object that is not plain');
      return normalMembers(value as { readonly [name: string]: unknown }, depth + 1);
    default:
      throw new NotCanonicalError(value === undefined ? 'undefined' : `a ${typeof value}`);
  }
};

const normalItems = (items: readonly unknown[], depth: number): Json => {
  const result: Json[] = [];
  let same = true;
  let index = 0;
  try {
    for (; index < items.length; index++) {
      const item = normal(items[index], depth);
      same &&= Object.is(item, items[index]);
      result.push(item);
    }
  } catch (error) {
    throw placed(error, index);
  }
  return same ? (items as readonly Json[]) : result;
};

const normalMembers = (members: { readonly [name: string]: unknown }, depth: number): Json => {
  const result: [name: string, value: Json][] = [];
  const found = Object.keys(members);
  let same = Object.getPrototypeOf(members) !== null;
  let at = '';
  try {
    for (const name of sortedNames(members)) {
      at = name;
      quote(name);
      const value = normal(members[name], depth);
      same &&= found[result.length] === name && Object.is(value, members[name]);
      result.push([name, value]);
    }
  } catch (error) {
    throw placed(error, at);
  }
  return same ? (members as { readonly [name: string]: Json }) : Object.fromEntries(result);
};
