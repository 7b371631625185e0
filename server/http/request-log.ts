/** Names requests in the log. Paths and queries may hold what clients wrote: the log has the route instead. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Log } from '../../runtime/port/log.ts';
import type { Metrics } from '../../runtime/port/metrics.ts';

const ordinaryId = /^[\w.:=+/-]{1,128}$/;

/** That of whoever passed the request on, so that one name goes through all logs. */
export const requestIdOf = ({ headers }: { readonly headers: IncomingHttpHeaders }): string => {
  const given = headers['x-request-id'];
  return typeof given === 'string' && ordinaryId.test(given) ? given : randomUUID();
};

export const routeOf = (request: FastifyRequest): string => request.routeOptions.url ?? 'none';

export const logRequests = (app: FastifyInstance, log: Log): void => {
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id } = request;
    log.debug('Answered', { request: id, method, route: routeOf(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 });
    done();
  });
};

export const measureRequests = (app: FastifyInstance, metrics: Metrics): void => {
  app.addHook('onResponse', (request, reply, done) => {
    metrics.request(request.method, routeOf(request), reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
};
