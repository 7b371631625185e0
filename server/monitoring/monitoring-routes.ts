/** For whoever watches the process: whether it lives, whether it can work, and what it measures. */
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';

export interface Monitoring {
  /** What keeps the process from working; undefined: nothing. */
  obstacle(): Promise<string | undefined>;
  /** In the text format of Prometheus. */
  metricsText(): Promise<{ readonly type: string; readonly text: string }>;
}

const hide = { schema: { hide: true } };
const healthy = { schema: { hide: true, response: { 200: z.object({ status: z.string() }), 503: z.object({ status: z.string(), obstacle: z.string() }) } } };

export const monitoringRoutes = (app: FastifyInstance, monitoring: Monitoring): void => {
  app.get('/health/live', healthy, async () => ({ status: 'live' }));

  app.get('/health/ready', healthy, async (_request, reply) => {
    const obstacle = await monitoring.obstacle();
    return obstacle === undefined ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', obstacle });
  });

  app.get('/metrics', hide, async (_request, reply) => {
    const { type, text } = await monitoring.metricsText();
    return reply.type(type).serializer(String).send(text);
  });
};
