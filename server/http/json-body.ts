/**
 * Bodies are JSON. Official clients send the content type with an empty body on every method, and
 * that is an empty object. A member called __proto__ is refused: it could change what code reads.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { limits } from '../../engine/kernel/index.ts';
import { invalidArgument, ProblemError } from '../problem/problem-error.ts';
import { inexactInteger } from './exact-numbers.ts';

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

/** What parses, but could not be kept as it is. */
const refusalOf = (body: string, value: unknown): ProblemError | undefined => {
  const place = body.includes(zeroEscape) ? placeOfZero(value, '') : undefined;
  if (place !== undefined) return invalidArgument(`Expected ${place} to have no zero character (\\u0000), but it has one`);
  const integer = inexactInteger(body);
  if (integer === undefined) return undefined;
  return invalidArgument(`Expected whole numbers that keep their value, but ${integer} would become ${BigInt(Number(integer))}. Send it as text`);
};

const withBody = new Set(['POST', 'PUT', 'PATCH']);

export const acceptJsonBodies = (app: FastifyInstance): void => {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    /^application\/(?:[\w.+-]+\+)?json(?:\s*;.*)?$/i,
    { parseAs: 'string' },
    (request: FastifyRequest, body: string, done) => {
      if (body.trim() === '') return done(null, {});
      return parse(request, body, (error, value) => {
        if (error !== null) return done(new ProblemError(400, `Request body cannot be parsed. Expected JSON, but ${error.message}`));
        const refused = refusalOf(body, value);
        return refused === undefined ? done(null, value) : done(refused);
      });
    },
  );
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined && withBody.has(request.method)) request.body = {};
  });
};
