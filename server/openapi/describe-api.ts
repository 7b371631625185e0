/** The OpenAPI description, generated from the schemas that requests are parsed with. */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problem } from '../../contract/problem.ts';

const about = `Acta's API. \`/v2\` has the shapes of the Camunda 8.9 orchestration cluster API, so that its clients work;
\`/api\` is what has no counterpart there: the journal of cases, statechart events, operations.

Every command may carry \`Idempotency-Key\`: repeated with the same key it takes effect once. \`Acta-Actor\` names who
acts (else the user of Basic authentication), \`Acta-On-Behalf-Of\` for whom. Keys are decimal texts. Every error is a
problem of RFC 9457. Reads are exact: what a command changed is visible to the next read.`;

const problems = {
  '4XX': { $ref: '#/components/responses/Problem' },
  '5XX': { $ref: '#/components/responses/Problem' },
};

const problemResponse = {
  description: 'The request was refused, or the server failed.',
  content: { 'application/problem+json': { schema: z.toJSONSchema(problem) } },
};

interface Operation {
  responses?: { [status: string]: unknown };
}

interface Description {
  paths?: { [path: string]: { [method: string]: Operation } };
  components?: { responses?: { [name: string]: unknown } };
}

/** Every operation may answer with a problem; said once here instead of at each route. */
const withProblems = (description: Description): Description => {
  const paths = Object.entries(description.paths ?? {}).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => [method, { ...operation, responses: { ...operation.responses, ...problems } }]),
    ),
  ]);
  const responses = { ...description.components?.responses, Problem: problemResponse };
  return { ...description, paths: Object.fromEntries(paths) as Description['paths'] & object, components: { ...description.components, responses } };
};

export const describeApi = async (app: FastifyInstance): Promise<void> => {
  const transformObject = createJsonSchemaTransformObject({});
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Acta', description: about, version: '0.1.0', license: { name: 'MIT' } },
    },
    transform: createJsonSchemaTransform({}),
    transformObject: (document) => withProblems(transformObject(document) as Description) as never,
  });
};
