/** A condition on a text that stands in no table. */
import type { z } from 'zod';
import type { textFilter } from '../../contract/filter.ts';

type TextCondition = z.output<typeof textFilter>;

/** `*` any characters, `?` one, `\` escapes, as in `runtime/query/condition.ts`. */
const isLike = (pattern: string, text: string): boolean => {
  const meant = pattern.replace(/\\[*?\\]|[\s\S]/g, (found) => {
    if (found === '*') return '[\\s\\S]*';
    return found === '?' ? '[\\s\\S]' : found.slice(-1).replace(/[$()*+.?[\\\]^{|}]/, String.raw`\$&`);
  });
  return new RegExp(`^${meant}$`).test(text);
};

const tests: { readonly [O in keyof Exclude<TextCondition, string>]-?: (wanted: never, text: string) => boolean } = {
  $eq: (wanted: string, text) => text === wanted,
  $neq: (wanted: string, text) => text !== wanted,
  $exists: (wanted: boolean) => wanted,
  $in: (wanted: readonly string[], text) => wanted.length === 0 || wanted.includes(text),
  $notIn: (wanted: readonly string[], text) => !wanted.includes(text),
  $like: (wanted: string, text) => isLike(wanted, text),
};

export const fitsText = (condition: TextCondition | undefined, text: string): boolean => {
  if (condition === undefined || typeof condition === 'string') return condition === undefined || condition === text;
  return Object.entries(condition).every(([name, wanted]) => wanted === undefined || tests[name as keyof typeof tests](wanted as never, text));
};
