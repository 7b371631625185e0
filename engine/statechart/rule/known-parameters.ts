/** Parameters that expressions read exist, and those that exist are read. */
import type { Rule } from './rule.ts';

const READ = /\bparameters\s*\.\s*([\p{L}_][\p{L}\p{N}_]*)/gu;

/** Names inside string literals do not count. */
const withoutStrings = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"/g, '""');

export const knownParameters: Rule = ({ parameters }, compiling) => {
  const read = new Set<string>();
  for (const { at, text } of compiling.texts) {
    for (const [, name = ''] of withoutStrings(text).matchAll(READ)) {
      read.add(name);
      if (!Object.hasOwn(parameters, name))
        compiling.error(at, `Expected a parameter '${name}', but there are only: ${Object.keys(parameters).join(', ') || 'none'}`);
    }
  }
  for (const name of Object.keys(parameters))
    if (!read.has(name)) compiling.warn(`parameters.${name}`, `Expected an expression to read parameter '${name}', but none does`);
};
