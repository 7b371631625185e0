/** What `/api/events` tells: that something changed, never what. */
import { z } from 'zod';
import { key } from './key.ts';

export const change = z.strictObject({
  topics: z.array(z.enum(['cases', 'tasks', 'incidents', 'definitions', 'directory'])),
  cases: z.array(key),
  /** There are more cases than are named. */
  more: z.boolean(),
});
