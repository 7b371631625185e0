/** Requests are parsed once, by the contract. Responses are checked against it in tests only. */
import type { FastifyInstance } from 'fastify';
import { createSerializerCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { validationProblem } from '../problem/validation-problem.ts';
import { parseRequest } from './absent-members.ts';

export const compileSchemas = (app: FastifyInstance, checkResponses: boolean): void => {
  app.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (data) => {
    const result = parseRequest(schema, data);
    return result.success ? { value: result.data } : { error: validationProblem(result.error, httpPart) };
  });
  // Types hold the handlers to the contract; walking every answer again would only cost time.
  app.setSerializerCompiler(checkResponses ? createSerializerCompiler() : () => JSON.stringify);
};
