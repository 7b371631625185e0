import { z } from 'zod';
import { instant, key } from './key.ts';

/** What went wrong inside the engine: our own bugs, and what the database refused. */
export const fault = z
  .strictObject({
    faultId: z.string(),
    caseKey: key.nullable(),
    command: z.string(),
    message: z.string(),
    createdAt: instant,
  })
  .meta({ id: 'Fault' });

export const faultsQuery = z.strictObject({
  limit: z.coerce.number<string>().int().min(1).max(1_000).default(100),
  before: z.string().regex(/^[0-9]{1,18}$/).optional().meta({ description: 'Only faults older than the one with this id.' }),
});

/** Newest first. */
export const faultList = z.strictObject({ items: z.array(fault) });
