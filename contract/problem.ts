/** Every error is a problem of RFC 9457, sent as application/problem+json. */
import { z } from 'zod';

export const problem = z.looseObject({
    type: z.string().meta({ description: 'Always about:blank.' }),
    title: z.string().meta({ description: 'The kind of problem, e.g. INVALID_ARGUMENT, NOT_FOUND, INVALID_STATE.' }),
    status: z.int(),
    detail: z.string().meta({ description: 'What was expected, and what was found instead.' }),
    instance: z.string().meta({ description: 'Path of the request.' }),
    requestId: z.string().meta({ description: 'Of this request in the log: its X-Request-Id, or one of our own.' }).optional(),
  });

export type Problem = z.infer<typeof problem>;
