/** Pages for people: where to go, and the API to read. They need nothing from the network. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { packageRoot } from '../../runtime/package-root.ts';

const html = 'text/html; charset=utf-8';
const policy = "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

const page = (name: string): Promise<string> => readFile(join(packageRoot, 'server/openapi', name), 'utf8');

/** @param hasStart whether `/` is the page that says where to go: there is no web app. */
export const pageRoutes = (app: FastifyInstance, hasStart: boolean): void => {
  let description: string | undefined;
  app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
    description ??= JSON.stringify(app.swagger());
    return reply.type('application/json; charset=utf-8').send(description);
  });

  for (const [path, file] of [...(hasStart ? [['/', 'start.html'] as const] : []), ['/docs', 'docs.html'] as const]) {
    let content: Promise<string> | undefined;
    app.get(path, { schema: { hide: true } }, async (_request, reply) => {
      content ??= page(file);
      return reply.type(html).header('content-security-policy', policy).send(await content);
    });
  }
};
