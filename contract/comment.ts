/** What people say of a case, or of one of its tasks. */
import { z } from 'zod';
import { instant, key } from './key.ts';

export const commentTextMax = 10_000;

export const comment = z
  .strictObject({
    key,
    text: z.string().nullable().meta({ description: 'null: the values of the case were erased' }),
    by: z.string().nullable(),
    at: instant,
    userTaskKey: key.nullable(),
  })
  .meta({ id: 'Comment' });

export const addComment = z.strictObject({
  text: z.string().max(commentTextMax).refine((text) => text.trim() !== '', 'Expected a text, but there is none'),
  userTaskKey: key.optional(),
});

export const comments = z.strictObject({ items: z.array(comment) });
