/** What changes, as server-sent events: only that it did, and only what somebody may see. Pages ask again for what they show. */
import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { change } from '../../contract/change.ts';
import type { Change, Feed } from '../../runtime/feed/feed.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import type { Authenticator } from '../access/authenticate.ts';
import { hasRole, type Principal } from '../access/principal.ts';
import { casesSeen } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';
import { ProblemError } from '../problem/problem-error.ts';

const heartbeatMs = 15_000;
/** A browser comes back by itself. */
const longestMs = 30 * 60_000;
const perPersonMax = 20;
const casesMax = 200;

export interface EventContext {
  readonly feed: Feed;
  readonly database: Queryable;
  readonly authenticator: Authenticator;
}

const message = (event: string, data: object, id?: string): string => `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;

type Told = z.infer<typeof change>;

/** One message for all that was seen together; none when nothing of it may be seen. */
const tell = async (principal: Principal, database: Queryable, changes: readonly Change[]): Promise<string> => {
  const position = changes.at(-1)?.position;
  const streams = [...new Set(changes.filter(({ topic }) => topic === 'case').map(({ stream }) => stream))];
  const cases = await casesSeen(principal, database, streams);
  const topics: Told['topics'] = [
    ...(cases.length === 0 ? [] : (['cases', 'tasks', 'incidents'] as const)),
    ...(changes.some(({ topic }) => topic === 'definitions') ? (['definitions'] as const) : []),
    ...(hasRole(principal, 'admin') && changes.some(({ topic }) => topic === 'directory') ? (['directory'] as const) : []),
  ];
  const told: Told = { topics, cases: cases.slice(0, casesMax).map(String), more: cases.length > casesMax };
  return topics.length === 0 ? '' : message('change', told, position);
};

export const eventRoutes = (app: RouteApp, { feed, database, authenticator }: EventContext): void => {
  const open = new Map<string, number>();
  const endings = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of endings) end();
  });

  app.get('/events', { schema: { tags: ['Events'], summary: 'What changes, as server-sent events (text/event-stream)' } }, async (request, reply) => {
    const { principal } = request;
    const count = open.get(principal.id) ?? 0;
    if (count >= perPersonMax) throw new ProblemError(429, `Expected at most ${perPersonMax} streams of events for ${principal.name}, but there are that many`, { title: 'RESOURCE_EXHAUSTED' });
    open.set(principal.id, count + 1);
    reply.hijack();
    const socket = reply.raw;
    socket.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    const write = (text: string): void => void (text === '' || socket.destroyed || socket.write(text));
    let last = Promise.resolve();
    /** In their order; somebody who has been signed out meanwhile is told nothing more. */
    const send = (changes: readonly Change[]): void => {
      last = last.then(async () => {
        const now = await authenticator.principalOf(request);
        if (now.id !== principal.id || now.kind !== principal.kind) return end();
        return write(await tell(now, database, changes));
      }).catch(() => end());
    };
    const stop = feed.listen(send);
    const heartbeat = setInterval(() => write(': still here\n\n'), heartbeatMs);
    const longest = setTimeout(() => end(), longestMs);
    const end = (): void => {
      if (!endings.delete(end)) return;
      stop();
      clearInterval(heartbeat);
      clearTimeout(longest);
      open.set(principal.id, (open.get(principal.id) ?? 1) - 1);
      socket.end();
    };
    endings.add(end);
    socket.on('close', end);
    write('retry: 2000\n\n');
    await catchUp(request, feed, { write, send });
  });
};

const catchUp = async (request: FastifyRequest, feed: Feed, { write, send }: { readonly write: (text: string) => void; readonly send: (changes: readonly Change[]) => void }): Promise<void> => {
  const from = request.headers['last-event-id'];
  if (typeof from !== 'string' || from === '') return;
  const missed = await feed.since(from).catch(() => undefined);
  if (missed === undefined) write(message('reset', {}));
  else if (missed.length > 0) send(missed);
};
