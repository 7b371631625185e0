import { z } from 'zod';
import { currentUser, license, topology } from '../../contract/cluster.ts';
import { theTenant } from '../../contract/key.ts';
import { identityOf } from '../http/identity.ts';
import type { RouteApp } from '../http/route-app.ts';
import { ProblemError } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Cluster'];

/** The API whose shapes are spoken here; clients look at it to see what they may use. */
const gatewayVersion = '8.9.0';

export const clusterRoutes = (app: RouteApp, { runtime: { database, log } }: ServerContext): void => {
  app.get('/topology', { schema: { tags, summary: 'The servers of this cluster', response: { 200: topology } } }, (request) => {
    const { localAddress = '', localPort = 0 } = request.socket;
    return {
      clusterId: log,
      clusterSize: 1,
      partitionsCount: 1,
      replicationFactor: 1,
      gatewayVersion,
      lastCompletedChangeId: '-1',
      brokers: [
        {
          nodeId: 0,
          host: localAddress,
          port: localPort,
          version: gatewayVersion,
          partitions: [{ partitionId: 1, role: 'leader' as const, health: 'healthy' as const }],
        },
      ],
    };
  });

  app.get('/status', { schema: { tags, summary: 'Whether commands can be taken', response: { 204: z.undefined() } } }, async (_request, reply) => {
    await database.query('select 1').catch(() => {
      throw new ProblemError(503, 'Expected to reach the database, but it does not answer');
    });
    return reply.code(204).send();
  });

  app.get('/license', { schema: { tags, summary: 'There is none to buy: Acta is MIT', response: { 200: license } } }, () => ({
    validLicense: true,
    licenseType: 'MIT',
    isCommercial: false,
    expiresAt: null,
  }));

  app.get('/authentication/me', { schema: { tags, summary: 'Who the server takes the client for', response: { 200: currentUser } } }, (request) => {
    const { principal } = request;
    const { onBehalfOf, actor } = identityOf(request);
    return {
      username: (onBehalfOf ?? actor).id,
      displayName: principal.kind === 'anonymous' ? null : principal.name,
      email: principal.email,
      authorizedComponents: ['*'],
      tenants: [{ tenantId: theTenant, name: 'Default', description: null }],
      groups: [...principal.groups],
      roles: principal.kind === 'anonymous' ? [] : [...new Set(principal.grants.map(({ role }) => role))],
      salesPlanType: null,
      c8Links: {},
      canLogout: principal.session !== undefined,
    };
  });
};
