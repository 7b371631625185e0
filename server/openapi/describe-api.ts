/** The OpenAPI description, generated from the schemas that requests are parsed with. */
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { theTenant } from '../../contract/key.ts';
import { problem } from '../../contract/problem.ts';
import { productVersion } from '../../runtime/package-root.ts';

const about = `Acta's API. \`/v2\` has the shapes of the Camunda 8.9 orchestration cluster API, so that its clients work;
\`/api\` is what has no counterpart there: the journal of cases, statechart events, operations.

Every command may carry \`Idempotency-Key\`: repeated with the same key it takes effect once. \`Acta-Actor\` names who
acts (else the user of Basic authentication), \`Acta-On-Behalf-Of\` for whom. Keys are decimal texts. Every error is a
problem of RFC 9457. Reads are exact: what a command changed is visible to the next read.`;

/** In the order in which a newcomer meets them. */
const tags = [
  { name: 'Deployment', description: 'Files become definitions, all or none' },
  { name: 'Process definition', description: 'BPMN processes and statecharts, by version' },
  { name: 'Process instance', description: 'Cases' },
  { name: 'User task', description: 'What people do' },
  { name: 'Job', description: 'What workers do' },
  { name: 'Message', description: 'What the outside says' },
  { name: 'Signal', description: 'What everybody is told who waits for it' },
  { name: 'Variable', description: 'What cases know' },
  { name: 'Element instance', description: 'Where cases are and have been' },
  { name: 'Incident', description: 'What holds cases up' },
  { name: 'Decision definition', description: 'DMN decisions, by version' },
  { name: 'Journal', description: 'Verification of the whole journal, and of streams that are no cases' },
  { name: 'Log', description: 'Signed checkpoints over all streams, and proofs that lead to them' },
  { name: 'Case', description: 'The journal: history, any state, verification, events of statecharts' },
  { name: 'Operations', description: 'Timers, and what went wrong in the engine' },
  { name: 'Form', description: 'What tasks and starts ask for' },
  { name: 'Inbox', description: 'What somebody has to do' },
  { name: 'Events', description: 'What changes' },
  { name: 'Sign-in', description: 'Who asks' },
  { name: 'Access', description: 'Who came' },
  { name: 'Directory', description: 'Users, groups, roles and API keys' },
  { name: 'Cluster', description: 'The server itself' },
];

const problems = {
  '4XX': { $ref: '#/components/responses/Problem' },
  '5XX': { $ref: '#/components/responses/Problem' },
};

const problemResponse = {
  description: 'The request was refused, or the server failed.',
  content: { 'application/problem+json': { schema: z.toJSONSchema(problem) } },
};

/** What every request may carry that changes something; clients are generated from this. */
const headers = Object.entries({
  'Idempotency-Key': 'Repeated with the same key within a week, the request takes effect once and is answered as then.',
  'Acta-Actor': 'Who acts; stands in the record.',
  'Acta-On-Behalf-Of': 'For whom, when it is somebody else; stands in the record.',
}).map(([name, description]) => ({ in: 'header', name, required: false, schema: { type: 'string', maxLength: 256 }, description }));

const changesSomething = (method: string, path: string): boolean => method !== 'get' && !/\/(?:search|activation)$/.test(path);

interface Operation {
  parameters?: readonly unknown[];
  responses?: { [status: string]: unknown };
}

interface Description {
  paths?: { [path: string]: { [method: string]: Operation } };
  components?: { responses?: { [name: string]: unknown }; schemas?: { [name: string]: unknown } };
}

/** Multipart bodies are read part by part, not parsed by a schema; here is what they hold. */
const files = {
  type: 'object',
  properties: {
    resources: { type: 'array', items: { type: 'string', format: 'binary' }, description: 'Files: .bpmn, .statechart.json, .dmn, .form.' },
    tenantId: { type: 'string', default: theTenant },
  },
  required: ['resources'],
};

type Transformed = ReturnType<ReturnType<typeof createJsonSchemaTransform>>;

const withFiles = ({ schema, url }: Transformed): Transformed => {
  const consumes = (schema as { readonly consumes?: readonly string[] }).consumes;
  return { schema: consumes?.includes('multipart/form-data') === true ? { ...schema, body: files } : schema, url };
};

const referencesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => (name === '$ref' && typeof member === 'string' ? [member] : referencesIn(member)));
};

/** Schemas are registered for input and for output; only what something refers to is described. */
const withoutUnused = (description: Description): Description => {
  const schemas = description.components?.schemas ?? {};
  const used = new Set<string>();
  const follow = (value: unknown): void => {
    for (const reference of referencesIn(value)) {
      const name = reference.slice(reference.lastIndexOf('/') + 1);
      if (used.has(name)) continue;
      used.add(name);
      follow(schemas[name]);
    }
  };
  follow(description.paths);
  const kept = Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)));
  return { ...description, components: { ...description.components, schemas: kept } };
};

/** Every operation may answer with a problem; said once here instead of at each route. */
const withProblems = (description: Description): Description => {
  const paths = Object.entries(description.paths ?? {}).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => [method, {
          ...operation,
          ...(changesSomething(method, path) ? { parameters: [...(operation.parameters ?? []), ...headers] } : {}),
          responses: { ...operation.responses, ...problems },
        }]),
    ),
  ]);
  const responses = { ...description.components?.responses, Problem: problemResponse };
  return { ...description, paths: Object.fromEntries(paths) as Description['paths'] & object, components: { ...description.components, responses } };
};

export const describeApi = async (app: FastifyInstance): Promise<void> => {
  const transform = createJsonSchemaTransform({});
  const transformObject = createJsonSchemaTransformObject({});
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Acta', description: about, version: productVersion(), license: { name: 'MIT' } },
      tags,
    },
    transform: (document) => withFiles(transform(document)),
    transformObject: (document) => withProblems(withoutUnused(transformObject(document) as Description)) as never,
  });
};
