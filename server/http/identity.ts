/**
 * Who stands on the record for a request, and under which id. Nobody can put a name there that is not theirs: whoever
 * is known stands with how that was proven; a client that may act for others names them (`Acta-Actor`,
 * `Acta-On-Behalf-Of`) and both stand there; what an anonymous client says of itself stands as unproven.
 * `Idempotency-Key` makes a repeated request take effect once.
 */
import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Identity } from '../../runtime/pipeline/submission.ts';
import { forbidden } from '../access/guard.ts';
import { actorOf, hasRole } from '../access/principal.ts';
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

/** For whom the client says that it asks. */
const named = (request: FastifyRequest): string | undefined => header(request, 'acta-on-behalf-of') ?? header(request, 'acta-actor');

export const identityOf = (request: FastifyRequest): Identity => {
  const { principal } = request;
  const actor = actorOf(principal);
  if (principal.kind === 'anonymous') {
    const id = named(request) ?? basicUser(request);
    return id === undefined ? { actor } : { actor, onBehalfOf: { id, kind: 'person', method: 'none' } };
  }
  const id = named(request);
  if (id === undefined || id === principal.id) return { actor };
  if (principal.kind !== 'client' || !(hasRole(principal, 'admin') || hasRole(principal, 'employee')))
    throw forbidden(`Expected ${principal.name} to act for himself, but the request is for '${id}' (Acta-Actor, Acta-On-Behalf-Of). An API key with the role 'employee' may act for others`);
  return { actor, onBehalfOf: { id, kind: 'person', method: 'none' } };
};

export const orderOf = (request: FastifyRequest): CommandOrder => {
  const key = header(request, 'idempotency-key');
  if (key !== undefined && ownIds.test(key))
    throw invalidArgument(`Expected an Idempotency-Key that does not begin with 'timer:', 'inbox:', 'job:' or 'expire:', but it is '${key}'`);
  return { id: key ?? randomUUID(), mayRepeat: key !== undefined, ...identityOf(request) };
};
