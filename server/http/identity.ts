/**
 * Who asks, and under which id. The names are not verified yet: `Acta-Actor`, or the user name of
 * Basic authentication, is believed. `Idempotency-Key` makes a repeated request take effect once.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Identity } from '../../runtime/pipeline/submission.ts';
import { invalidArgument } from '../problem/problem-error.ts';

export interface CommandOrder extends Identity {
  readonly id: string;
  readonly mayRepeat: boolean;
}

const lengthMax = 256;
/** Ids that the engine gives to its own commands: a client that took one first would stop them. */
const ownIds = /^(?:timer|inbox|job):/;

/** Header values are bytes; names of people are UTF-8. */
const header = (request: FastifyRequest, name: string): string | undefined => {
  const raw = request.headers[name];
  if (raw === undefined || Array.isArray(raw) || raw === '') return undefined;
  const text = Buffer.from(raw, 'latin1').toString('utf8');
  if (text.includes('\ufffd')) throw invalidArgument(`Expected header ${name} to be UTF-8, but it is not`);
  if (text.length > lengthMax) throw invalidArgument(`Expected header ${name} to have at most ${lengthMax} characters, but it has ${text.length}`);
  return text;
};

const basicUser = (request: FastifyRequest): string | undefined => {
  const [, credentials] = /^Basic\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (credentials === undefined) return undefined;
  const [user = ''] = Buffer.from(credentials, 'base64').toString('utf8').split(':', 1);
  const isText = !['\u0000', '\ufffd'].some((refused) => user.includes(refused));
  if (user.length > lengthMax || !isText) throw invalidArgument(`Expected a user name in UTF-8 of at most ${lengthMax} characters, but it is none`);
  return user === '' ? undefined : user;
};

export const actorOf = (request: FastifyRequest): string | null => header(request, 'acta-actor') ?? basicUser(request) ?? null;

export const orderOf = (request: FastifyRequest): CommandOrder => {
  const key = header(request, 'idempotency-key');
  if (key !== undefined && ownIds.test(key))
    throw invalidArgument(`Expected an Idempotency-Key that does not begin with 'timer:', 'inbox:' or 'job:', but it is '${key}'`);
  const onBehalfOf = header(request, 'acta-on-behalf-of');
  const base = { id: key ?? randomUUID(), mayRepeat: key !== undefined, actor: actorOf(request) };
  return onBehalfOf === undefined ? base : { ...base, onBehalfOf };
};
