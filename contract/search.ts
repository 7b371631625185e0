/** What every search takes and gives. */
import { z } from 'zod';
import { enumeration } from './enumeration.ts';

const pageLimitMax = 10_000;

/** The values that a page is sorted by. */
const cursor = z.string().min(1).max(65_536);

/** By offset (`from`) or by cursor (`after`, `before`), never both. */
export const page = z
  .strictObject({
    limit: z.int().min(1).max(pageLimitMax).default(100),
    from: z.int().min(0).optional(),
    after: cursor.optional(),
    before: cursor.optional(),
  })
  .refine(({ from, after, before }) => [from, after, before].filter((start) => start !== undefined).length <= 1, {
    error: 'Expected page to have at most one of page.from, page.after and page.before, but it has several',
  })
  .meta({ id: 'Page' });

export const searchRequest = <F extends z.ZodType, const S extends readonly [string, ...string[]]>(filter: F, sortFields: S) =>
  z.strictObject({
    filter: filter.optional(),
    sort: z
      .array(z.strictObject({ field: enumeration(sortFields), order: enumeration(['ASC', 'DESC']).default('ASC') }))
      .max(16)
      .optional(),
    page: page.optional(),
  });

/** Conditions that all hold, and alternatives of which one does. */
export const withAlternatives = <S extends z.core.$ZodShape>(conditions: S) =>
  z.strictObject({ ...conditions, $or: z.array(z.strictObject(conditions)).max(100).optional() });

export const searchResult = <I extends z.ZodType>(item: I) =>
  z.strictObject({
    items: z.array(item),
    page: z.strictObject({
      totalItems: z.int(),
      hasMoreTotalItems: z.boolean().meta({ description: 'There are more than totalItems: counting stops at 10,000.' }),
      startCursor: z.string().nullable(),
      endCursor: z.string().nullable(),
    }),
  });
