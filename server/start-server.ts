/** The HTTP server: the application, listening. */
import type { FastifyInstance } from 'fastify';
import { buildApp, type AppOptions } from './app.ts';

export interface ServerOptions extends AppOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Default: this machine only. */
  readonly host?: string;
}

export interface Server {
  readonly app: FastifyInstance;
  readonly port: number;
  /** Takes no more requests, answers the held ones and waits for those under way. */
  close(): Promise<void>;
}

export const startServer = async ({ port, host = 'localhost', ...options }: ServerOptions): Promise<Server> => {
  const app = await buildApp(options);
  await app.listen({ port, host });
  const address = app.server.address();
  return {
    app,
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => app.close(),
  };
};
