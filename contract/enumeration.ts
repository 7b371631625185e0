import { z } from 'zod';

/** One of `values`; upper and lower case are the same on input. */
export const enumeration = <const V extends readonly [string, ...string[]]>(values: V) => {
  const known = new Map(values.map((value) => [value.toLowerCase(), value]));
  const fold = (input: unknown): unknown => (typeof input === 'string' ? (known.get(input.toLowerCase()) ?? input) : input);
  return z.preprocess(fold, z.enum(values));
};
