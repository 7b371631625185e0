import { z } from 'zod';
import { key } from './key.ts';

export const form = z
  .strictObject({
    tenantId: z.string(),
    formId: z.string(),
    schema: z.string().meta({ description: 'The form as JSON text.' }),
    version: z.int(),
    formKey: key,
  })
  .meta({ id: 'Form' });
