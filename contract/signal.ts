import { z } from 'zod';
import { key, name, tenantId } from './key.ts';
import { variables } from './variables.ts';

export const broadcastSignal = z.strictObject({
  signalName: name,
  variables: variables.nullable().optional(),
  tenantId: tenantId.optional(),
});

export const signalBroadcast = z.strictObject({ tenantId: z.string(), signalKey: key });
