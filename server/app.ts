/** The HTTP server's application: tests inject into it, `start-server.ts` makes it listen. */
import cookies from '@fastify/cookie';
import fastify, { type FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { limits } from '../engine/stream/index.ts';
import { AccessLog } from '../runtime/access/access-log.ts';
import { Identities } from '../runtime/identity/identities.ts';
import { Feed } from '../runtime/feed/feed.ts';
import { errorFields } from '../runtime/port/log.ts';
import { noMetrics } from '../runtime/port/metrics.ts';
import { openAccess } from './access/access.ts';
import { Authenticator, authenticateRequests } from './access/authenticate.ts';
import { guardCases } from './access/guard-cases.ts';
import { guardOperations } from './access/guard.ts';
import { accessLogRoutes } from './access-log/access-log-routes.ts';
import { noteAccess } from './access-log/note-access.ts';
import { caseRoutes } from './case/case-routes.ts';
import { formRoutes } from './form/form-routes.ts';
import { journalRoutes } from './case/journal-routes.ts';
import { clusterRoutes } from './cluster/cluster-routes.ts';
import { decisionDefinitionRoutes } from './decision-definition/decision-definition-routes.ts';
import { camundaDirectoryRoutes } from './directory/camunda-directory-routes.ts';
import { directoryRoutes } from './directory/directory-routes.ts';
import { deploymentRoutes } from './deployment/deployment-routes.ts';
import { elementInstanceRoutes } from './element-instance/element-instance-routes.ts';
import { ownSitesOnly, refuseForeignRequests, type KnownSites } from './http/foreign-requests.ts';
import { refuseUnstorableAddresses } from './http/address-text.ts';
import { logRequests, measureRequests, requestIdOf } from './http/request-log.ts';
import { acceptJsonBodies } from './http/json-body.ts';
import type { RouteApp } from './http/route-app.ts';
import { compileSchemas } from './http/schema-compilers.ts';
import { incidentRepairRoutes, incidentRoutes } from './incident/incident-routes.ts';
import { jobRoutes } from './job/job-routes.ts';
import { logRoutes } from './log/log-routes.ts';
import { messageRoutes } from './message/message-routes.ts';
import { monitoringRoutes, type Monitoring } from './monitoring/monitoring-routes.ts';
import { eventRoutes } from './events/event-routes.ts';
import { inboxRoutes } from './inbox/inbox-routes.ts';
import { viewRoutes } from './inbox/view-routes.ts';
import { describeApi } from './openapi/describe-api.ts';
import { pageRoutes } from './openapi/page-routes.ts';
import { operationsRoutes } from './operations/operations-routes.ts';
import { answerClientError, answerProblems, pathPartMax, sendProblem } from './problem/answer-problems.ts';
import { processDefinitionRoutes } from './process-definition/process-definition-routes.ts';
import { processInstanceRoutes } from './process-instance/process-instance-routes.ts';
import type { ServerContext } from './server-context.ts';
import { signalRoutes } from './signal/signal-routes.ts';
import { signInRoutes } from './sign-in/sign-in-routes.ts';
import { userTaskRoutes } from './user-task/user-task-routes.ts';
import { variableRoutes } from './variable/variable-routes.ts';
import { webRoutes } from './web/web-routes.ts';

export interface AppOptions extends ServerContext {
  /** Default: `localhost` and addresses in digits. */
  readonly sites?: KnownSites;
  /** Absent: health and metrics are not on this listener. */
  readonly monitoring?: Monitoring;
  /** The folder of the built web app. Absent: a page that says where to go instead. */
  readonly web?: string | undefined;
  /** Parse every answer by the contract and fail when it does not fit; for tests. */
  readonly checkResponses?: boolean;
}

/** For a client to send a request in full; answers may take as long as they need. */
const receiveTimeoutMs = 120_000;

type Routes = (app: RouteApp, context: ServerContext) => void;

/** The Camunda 8.9 shapes. */
const v2: readonly Routes[] = [
  deploymentRoutes, processDefinitionRoutes, processInstanceRoutes, elementInstanceRoutes, variableRoutes, userTaskRoutes,
  jobRoutes, messageRoutes, signalRoutes, incidentRoutes, decisionDefinitionRoutes, clusterRoutes,
];

/** What has no counterpart there. */
const api: readonly Routes[] = [caseRoutes, incidentRepairRoutes, formRoutes, inboxRoutes, journalRoutes, logRoutes, operationsRoutes];

const feedOf = ({ runtime, log }: ServerContext, app: FastifyInstance): Feed => {
  const feed = new Feed(runtime.reads, (error) => log.warn('Following the journal failed, and is tried again', errorFields(error)));
  app.addHook('onClose', async () => feed.close());
  return feed;
};

const accessLogOf = ({ runtime: { pipeline, clock }, log }: ServerContext, app: FastifyInstance): AccessLog => {
  const accessLog = new AccessLog({ pipeline, clock, onTrouble: (error) => log.warn('Noting who came failed, and is tried again', errorFields(error)) });
  app.addHook('onClose', async () => accessLog.close());
  return accessLog;
};

export const buildApp = async (options: AppOptions): Promise<FastifyInstance> => {
  const { log, metrics = noMetrics } = options;
  const access = options.access ?? openAccess(new Identities(options.runtime));
  const app = fastify({
    trustProxy: access.trustedProxies.length === 0 ? false : [...access.trustedProxies],
    genReqId: requestIdOf,
    bodyLimit: limits.commandBytes,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: receiveTimeoutMs,
    routerOptions: { maxParamLength: pathPartMax },
    frameworkErrors: (error, request, reply) => void sendProblem(error, request as never, reply as never, log),
    clientErrorHandler: (error, socket) => answerClientError(error, socket),
  });
  acceptJsonBodies(app);
  refuseUnstorableAddresses(app);
  compileSchemas(app, options.checkResponses ?? false);
  answerProblems(app, log);
  if (log.debugs) logRequests(app, log);
  if (metrics !== noMetrics) measureRequests(app, metrics);
  const accessLog = accessLogOf(options, app);
  noteAccess(app, accessLog);
  refuseForeignRequests(app, options.sites ?? ownSitesOnly);
  const authenticator = new Authenticator(access, accessLog);
  await app.register(cookies, { hook: false });
  authenticateRequests(app, authenticator);
  guardOperations(app);
  guardCases(app, options.runtime.reads);
  await describeApi(app);
  app.register(async (scope) => register(scope, v2, options), { prefix: '/v2' });
  app.register(async (scope) => register(scope, api, options), { prefix: '/api' });
  app.register(async (scope) => {
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    signInRoutes(typed, { access, accessLog, authenticator, database: options.runtime.database });
    directoryRoutes(typed, access.identities);
    accessLogRoutes(typed, { accessLog, database: options.runtime.reads });
    viewRoutes(typed, options.runtime.database);
    eventRoutes(typed, { feed: feedOf(options, scope), database: options.runtime.reads, authenticator });
  }, { prefix: '/api' });
  app.register(async (scope) => camundaDirectoryRoutes(scope.withTypeProvider<ZodTypeProvider>(), { identities: access.identities, database: options.runtime.reads }), { prefix: '/v2' });
  if (options.monitoring !== undefined) monitoringRoutes(app, options.monitoring);
  pageRoutes(app, options.web === undefined);
  if (options.web !== undefined) await webRoutes(app, options.web);
  await app.ready();
  return app;
};

const register = (scope: FastifyInstance, routes: readonly Routes[], context: ServerContext): void => {
  for (const add of routes) add(scope.withTypeProvider<ZodTypeProvider>(), context);
};
