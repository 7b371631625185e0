/** What JSON can say and the store cannot hold: a zero character, half of a surrogate pair. */
import type { Json } from './json.ts';

const loneSurrogate = /[\ud800-\udfff]/u;

const problemOf = (text: string): string | undefined => {
  if (text.includes('\u0000')) return 'a zero character (\\u0000)';
  return loneSurrogate.test(text) ? 'half of a surrogate pair' : undefined;
};

/** What it is; `undefined`: the value can be stored. */
export const unstorable = (value: Json): string | undefined => {
  if (typeof value === 'string') return problemOf(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const item of value) {
      const problem = unstorable(item);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  for (const [name, member] of Object.entries(value)) {
    const problem = problemOf(name) ?? unstorable(member);
    if (problem !== undefined) return problem;
  }
  return undefined;
};
