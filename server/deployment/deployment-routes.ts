import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { deploymentResult } from '../../contract/deployment.ts';
import { theTenant } from '../../contract/key.ts';
import { limits } from '../../engine/stream/index.ts';
import type { Resource } from '../../runtime/library/deployable.ts';
import { orderOf } from '../http/identity.ts';
import { logDeployment } from './deployment-log.ts';
import { discardRest, tooLarge } from '../http/request-body.ts';
import type { RouteApp } from '../http/route-app.ts';
import { invalidArgument, ProblemError, rejectionProblem } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';
import { deploymentAnswer, refusedFindings } from './deployment-answer.ts';

const filesMax = 500;
/** Of all files together. */
const bytesMax = limits.deploymentBytes;

/** `POST /deployments`: the files are parts called `resources`, in any order with `tenantId`. */
export const deploymentRoutes = (app: RouteApp, { runtime, log }: ServerContext): void => {
  app.register(async (scope) => {
    await scope.register(multipart, { preservePath: true, limits: { fileSize: limits.commandBytes, files: filesMax, fields: 10, parts: filesMax + 10 } });
    scope.post(
      '/deployments',
      {
        schema: {
          tags: ['Deployment'],
          summary: 'Deploy BPMN, statecharts, decisions and forms, all or none',
          consumes: ['multipart/form-data'],
          response: { 200: deploymentResult },
        },
      },
      async (request) => {
        const resources = await readResources(request);
        const { mayRepeat, ...order } = orderOf(request);
        const deployment = await runtime.deploy(resources, mayRepeat ? { ...order, idempotencyKey: order.id } : order);
        logDeployment(log, request.id, deployment);
        if (deployment.kind === 'rejected') throw rejectionProblem(deployment, refusedFindings(deployment));
        return deploymentAnswer(deployment);
      },
    );
  });
};

const utf8 = new TextDecoder('utf-8', { fatal: true });

const textOf = (name: string, bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes);
  } catch {
    throw invalidArgument(`Expected resource '${name}' to be text in UTF-8, but it is not. Save it as UTF-8`);
  }
};

const readResources = async (request: FastifyRequest): Promise<Resource[]> => {
  if (!request.isMultipart())
    throw new ProblemError(415, `Expected a request of content type multipart/form-data, but it is '${request.headers['content-type'] ?? ''}'`);
  try {
    return await readParts(request);
  } catch (error) {
    await discardRest(request.raw);
    // What the parser cannot read is the client's mistake; its own limits have a status of their own.
    if (error instanceof ProblemError || !(error instanceof Error) || 'statusCode' in error) throw error;
    throw new ProblemError(400, `Expected parts of multipart/form-data, but they cannot be read: ${error.message}`);
  }
};

const readParts = async (request: FastifyRequest): Promise<Resource[]> => {
  const resources: Resource[] = [];
  let bytes = 0;
  for await (const part of request.parts()) {
    if (part.fieldname !== 'resources') checkField(part.fieldname, part.type === 'field' ? part.value : undefined);
    else if (part.type === 'file') {
      const content = await part.toBuffer();
      bytes += content.length;
      if (bytes > bytesMax) throw tooLarge(bytesMax);
      const name = nameOf(part.filename);
      resources.push({ name, content: textOf(name, content) });
    } else throw unnamed();
  }
  if (resources.length === 0) throw invalidArgument('Expected at least one file as a part called resources, but there is none');
  if (resources.some(({ name }) => (name ?? '') === '' || name.includes('\u0000') || name.length > limits.indexedStringLength)) throw unnamed();
  return resources;
};

/** A path within the folder that is deployed; of one that leads out of it the last part. */
const nameOf = (filename: string | undefined): string => {
  const parts = (filename ?? '').split(/[\\/]/);
  const isWithin = parts.every((part) => part !== '' && part !== '.' && part !== '..' && !part.includes(':'));
  return isWithin ? parts.join('/') : (parts.at(-1) ?? '');
};

const unnamed = (): ProblemError => invalidArgument('Expected every part called resources to have a file name of ordinary length, but one has none');

const checkField = (name: string, value: unknown): void => {
  if (name !== 'tenantId') throw new ProblemError(400, `Request property [${name}] cannot be parsed. Expected only the parts resources and tenantId`);
  if (value !== theTenant && value !== '')
    throw invalidArgument(`Expected to deploy for tenant identifier '${theTenant}', but it is '${String(value)}' and multi-tenancy is disabled`);
};
