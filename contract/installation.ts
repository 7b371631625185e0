import { z } from 'zod';

/** What runs here, and how safe its record is from itself. */
export const installation = z
  .strictObject({
    version: z.string(),
    log: z.string().meta({ description: 'Names this journal, inside every record of it.' }),
    timeline: z.int(),
    zone: z.string().meta({ description: 'Time zone, IANA.' }),
    database: z.enum(['embedded', 'Postgres']),
    journal: z.enum(['append-only', 'changeable']).meta({
      description: 'changeable: the login that the server works with could change the journal, as that of the embedded database always can.',
    }),
  })
  .meta({ id: 'Installation' });
