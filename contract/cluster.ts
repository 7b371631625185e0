/** What clients ask about the server itself. */
import { z } from 'zod';

export const topology = z.strictObject({
  clusterId: z.string().nullable(),
  clusterSize: z.int(),
  partitionsCount: z.int(),
  replicationFactor: z.int(),
  gatewayVersion: z.string().meta({ description: 'Version of the API whose shapes are spoken here.' }),
  lastCompletedChangeId: z.string(),
  brokers: z.array(
    z.strictObject({
      nodeId: z.int(),
      host: z.string(),
      port: z.int(),
      version: z.string(),
      partitions: z.array(
        z.strictObject({
          partitionId: z.int(),
          role: z.enum(['leader', 'follower', 'inactive']),
          health: z.enum(['healthy', 'unhealthy', 'dead']),
        }),
      ),
    }),
  ),
});

export const license = z.strictObject({
  validLicense: z.boolean(),
  licenseType: z.string(),
  isCommercial: z.boolean(),
  expiresAt: z.string().nullable(),
});

export const currentUser = z.strictObject({
  username: z.string(),
  displayName: z.string().nullable(),
  email: z.string().nullable(),
  authorizedComponents: z.array(z.string()),
  tenants: z.array(z.strictObject({ tenantId: z.string(), name: z.string(), description: z.string().nullable() })),
  groups: z.array(z.string()),
  roles: z.array(z.string()),
  salesPlanType: z.string().nullable(),
  c8Links: z.record(z.string(), z.string()),
  canLogout: z.boolean(),
});
