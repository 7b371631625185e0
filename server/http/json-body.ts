/**
 * Bodies are JSON in UTF-8. Official clients send the content type with an empty body on every method,
 * and that is an empty object. What would not stand on the record as it was sent is refused.
 */
import type { IncomingMessage } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { limits } from '../../engine/stream/index.ts';
import { invalidArgument, ProblemError } from '../problem/problem-error.ts';
import { inexactNumber } from './exact-numbers.ts';
import { readWhole } from './request-body.ts';
import { wrongName } from './member-names.ts';

/** JSON can hold a zero character only as this escape; Postgres can hold none, in no text. */
const zeroEscape = '\\u0000';

/** Where the first one stands; `undefined`: there was an escaped backslash before it, and it is none. */
const placeOfZero = (value: unknown, place: string, depth = 0): string | undefined => {
  if (typeof value === 'string') return value.includes('\u0000') ? place || 'the body' : undefined;
  // What is deeper is refused for its depth, without a walk.
  if (typeof value !== 'object' || value === null || depth > limits.jsonDepth) return undefined;
  for (const [name, member] of Object.entries(value)) {
    if (name.includes('\u0000')) return `every name in ${place || 'the body'}`;
    const found = placeOfZero(member, Array.isArray(value) ? `${place}[${name}]` : place === '' ? name : `${place}.${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** @throws ProblemError for what parses, but could not be kept as it is. */
const refuseLossy = (body: string, value: unknown): void => {
  const name = wrongName(body);
  if (name !== undefined) throw cannotBeParsed(name);
  const place = body.includes(zeroEscape) ? placeOfZero(value, '') : undefined;
  if (place !== undefined) throw invalidArgument(`Expected ${place} to have no zero character (\\u0000), but it has one`);
  const number = inexactNumber(body);
  if (number !== undefined) throw invalidArgument(`Expected ${/^-?\d+$/.test(number) ? 'whole numbers' : 'numbers'} that keep their value, but ${shown(number)} would become ${becoming(number)}. Send it as text`);
};

const shown = (number: string): string => (number.length > 60 ? `${number.slice(0, 60)}…` : number);

const becoming = (number: string): string => {
  const double = Number(number);
  if (!Number.isFinite(double)) return 'infinite';
  return Number.isInteger(double) && /^-?\d+$/.test(number) ? String(BigInt(double)) : String(double);
};

const cannotBeParsed = (why: string): ProblemError => new ProblemError(400, `Request body cannot be parsed. ${why}`);

const isBlank = /^\s*$/;

const utf8 = new TextDecoder('utf-8', { fatal: true });

const parse = (bytes: Uint8Array): unknown => {
  const body = attempt(() => utf8.decode(bytes), () => 'Expected text in UTF-8, but it is not');
  if (isBlank.test(body)) return {};
  const value = attempt((): unknown => JSON.parse(body), (reason) => `Expected JSON, but it is none: ${reason}`);
  refuseLossy(body, value);
  return value;
};

const attempt = <T>(read: () => T, sentence: (reason: string) => string): T => {
  try {
    return read();
  } catch (error) {
    throw cannotBeParsed(sentence(error instanceof Error ? error.message : String(error)));
  }
};

const withBody = new Set(['POST', 'PUT', 'PATCH']);

export const acceptJsonBodies = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(?:[\w.+-]+\+)?json(?:\s*;.*)?$/i,
    async (_request: FastifyRequest, body: IncomingMessage) => parse(await readWhole(body, limits.commandBytes)),
  );
  app.addHook('preValidation', (request, _reply, done) => {
    if (request.body === undefined && withBody.has(request.method)) request.body = {};
    done();
  });
};
