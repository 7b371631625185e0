/**
 * Who asks, and under which id. Nobody proves who he is yet: whoever names himself (`Acta-Actor`, `Acta-On-Behalf-Of`,
 * or the user name of Basic authentication) stands on the record as an anonymous client on behalf of that name.
 * `Idempotency-Key` makes a repeated request take effect once.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { anonymous } from '../../engine/stream/index.ts';
import type { Identity } from '../../runtime/pipeline/submission.ts';
import { invalidArgument } from '../problem/problem-error.ts';

export interface CommandOrder extends Identity {
  readonly id: string;
  readonly mayRepeat: boolean;
}

const lengthMax = 256;
/** Ids that the engine gives to its own commands: a client that took one first would stop them. */
const ownIds = /^(?:timer|inbox|job|expire):/;

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

/** The name that the client gives, unproven. */
const saidToBe = (request: FastifyRequest): string | undefined =>
  header(request, 'acta-on-behalf-of') ?? header(request, 'acta-actor') ?? basicUser(request);

export const identityOf = (request: FastifyRequest): Identity => {
  const id = saidToBe(request);
  return id === undefined ? { actor: anonymous } : { actor: anonymous, onBehalfOf: { id, kind: 'person', method: 'none' } };
};

export const orderOf = (request: FastifyRequest): CommandOrder => {
  const key = header(request, 'idempotency-key');
  if (key !== undefined && ownIds.test(key))
    throw invalidArgument(`Expected an Idempotency-Key that does not begin with 'timer:', 'inbox:', 'job:' or 'expire:', but it is '${key}'`);
  return { id: key ?? randomUUID(), mayRepeat: key !== undefined, ...identityOf(request) };
};
