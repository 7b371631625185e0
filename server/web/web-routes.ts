/** The web app: files with a hash in their name for ever, and its one page wherever a person goes. */
import { readFile, readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Components and diagrams set styles of elements; scripts come from files only, and nothing is evaluated. */
const policy = [
  "default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:",
  "connect-src 'self'", "worker-src 'self'", "manifest-src 'self'", "object-src 'none'", "base-uri 'none'", "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const types: { readonly [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.svg': 'image/svg+xml', '.json': 'application/json',
};

/** What belongs to programs: a wrong path there is answered with a problem, not with a page. */
const ofPrograms = /^\/(?:api|v2|docs|health|ready|metrics|assets|openapi\.json)(?:\/|$)/;

const isNavigation = ({ headers }: FastifyRequest): boolean => (headers.accept ?? '').includes('text/html');

const secured = (reply: FastifyReply): FastifyReply =>
  reply
    .header('content-security-policy', policy)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin')
    .header('cross-origin-opener-policy', 'same-origin');

/** @param folder where the built app is: `index.html`, few files beside it, and `assets/`. */
export const webRoutes = async (app: FastifyInstance, folder: string): Promise<void> => {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = new Map<string, Buffer>(
    await Promise.all(
      entries.filter((entry) => entry.isFile() && extname(entry.name) in types).map(async ({ name }) => [`/${name}`, await readFile(join(folder, name))] as [string, Buffer]),
    ),
  );
  const index = files.get('/index.html');
  if (index === undefined) throw new Error(`Expected the web app in ${folder}, but there is no index.html. Run npm run build:web`);

  await app.register(staticFiles, {
    root: join(folder, 'assets'),
    prefix: '/assets/',
    index: false,
    decorateReply: false,
    immutable: true,
    maxAge: '365d',
    setHeaders: (response) => void response.setHeader('x-content-type-options', 'nosniff'),
  });

  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    const file = files.get(path);
    if (file !== undefined && path !== '/index.html')
      return secured(reply).header('cache-control', 'no-cache').type(types[extname(path)] ?? 'application/octet-stream').send(file);
    if (path !== '/' && (ofPrograms.test(path) || !isNavigation(request))) return reply.callNotFound();
    return secured(reply).header('cache-control', 'no-cache').type('text/html; charset=utf-8').send(index);
  });
};
