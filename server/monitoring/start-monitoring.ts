/** Monitoring on a listener of its own, which need not be where clients are. */
import fastify from 'fastify';
import type { Log } from '../../runtime/port/log.ts';
import { refuseForeignRequests, type KnownSites } from '../http/foreign-requests.ts';
import { compileSchemas } from '../http/schema-compilers.ts';
import { answerProblems } from '../problem/answer-problems.ts';
import { monitoringRoutes, type Monitoring } from './monitoring-routes.ts';

export interface MonitoringOptions {
  readonly host: string;
  readonly port: number;
  readonly sites: KnownSites;
  readonly monitoring: Monitoring;
  readonly log: Log;
}

export const startMonitoring = async ({ host, port, sites, monitoring, log }: MonitoringOptions): Promise<{ close(): Promise<void> }> => {
  const app = fastify({ forceCloseConnections: true });
  compileSchemas(app, false);
  answerProblems(app, log);
  refuseForeignRequests(app, sites);
  monitoringRoutes(app, monitoring);
  await app.listen({ host, port });
  return { close: () => app.close() };
};
