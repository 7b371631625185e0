/** Taking away the values of a case. */
import { z } from 'zod';
import { key } from './key.ts';

export const eraseCase = z.strictObject({
  because: z.string().min(1).max(10_000).meta({ description: 'Why; kept with the erasure.' }),
});

export const caseErased = z.strictObject({
  caseKey: key,
  steps: z.int().meta({ description: 'Steps whose values were taken away, those of messages to the case included.' }),
  messagesKept: z.int().meta({ description: 'Messages to the case that still wait for others: erase again when they have expired.' }),
  notReached: z.array(z.string()).meta({ description: 'Where copies may be that no server can reach.' }),
});
