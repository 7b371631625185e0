/**
 * Bodies are JSON. Official clients send the content type with an empty body on every method, and
 * that is an empty object. A member called __proto__ is refused: it could change what code reads.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../problem/problem-error.ts';

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
        if (error === null) return done(null, value);
        done(new ProblemError(400, `Request body cannot be parsed. Expected JSON, but ${error.message}`));
      });
    },
  );
  app.addHook('preValidation', async (request) => {
    if (request.body === undefined && withBody.has(request.method)) request.body = {};
  });
};
