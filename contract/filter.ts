/**
 * Conditions on one property: a value (equality) or an object of operators that all must hold.
 * Strings: `$like` with `*` any characters, `?` one, `\` escapes.
 */
import { z } from 'zod';
import { enumeration } from './enumeration.ts';
import { dateTime, key } from './key.ts';

const many = <S extends z.ZodType>(scalar: S) => z.array(scalar).max(1_000);

export const textFilter = z.union([
  z.string(),
  z.strictObject({
    $eq: z.string().optional(),
    $neq: z.string().optional(),
    $exists: z.boolean().optional(),
    $in: many(z.string()).optional(),
    $notIn: many(z.string()).optional(),
    $like: z.string().optional(),
  }),
]);

export const keyFilter = z.union([
  key,
  z.strictObject({
    $eq: key.optional(),
    $neq: key.optional(),
    $exists: z.boolean().optional(),
    $in: many(key).optional(),
    $notIn: many(key).optional(),
  }),
]);

const ordered = <S extends z.ZodType>(scalar: S) =>
  z.union([
    scalar,
    z.strictObject({
      $eq: scalar.optional(),
      $neq: scalar.optional(),
      $exists: z.boolean().optional(),
      $gt: scalar.optional(),
      $gte: scalar.optional(),
      $lt: scalar.optional(),
      $lte: scalar.optional(),
      $in: many(scalar).optional(),
      $notIn: many(scalar).optional(),
    }),
  ]);

export const integerFilter = ordered(z.int32());
export const dateTimeFilter = ordered(dateTime);
export const booleanFilter = z.boolean();

export const enumFilter = <const V extends readonly [string, ...string[]]>(values: V) => {
  const value = enumeration(values);
  return z.union([
    value,
    z.strictObject({
      $eq: value.optional(),
      $neq: value.optional(),
      $exists: z.boolean().optional(),
      $in: many(value).optional(),
      $notIn: many(value).optional(),
      $like: z.string().optional(),
    }),
  ]);
};

/** A variable and what its value is, as JSON text: `"\"text\""`, `"12"`. */
export const variableFilter = z.array(z.strictObject({ name: z.string(), value: textFilter })).max(100);
