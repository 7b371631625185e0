import { z } from 'zod';
import { activateJobs, activatedJobs, completeJob, failJob, jobPage, jobSearch, throwJobError, updateJob } from '../../contract/job.ts';
import { key } from '../../contract/key.ts';
import { jobs } from '../../runtime/query/jobs.ts';
import { searchSeen } from '../access/visibility.ts';
import type { RouteApp } from '../http/route-app.ts';
import type { ServerContext } from '../server-context.ts';
import { activate } from './activate-jobs.ts';
import { complete, fail, throwError, update } from './change-job.ts';
import { JobWaitingRoom } from './job-waiting-room.ts';

const tags = ['Job'];
const params = z.strictObject({ jobKey: key });
const response = { 204: z.undefined() };

export const jobRoutes = (app: RouteApp, context: ServerContext): void => {
  const room = new JobWaitingRoom(context.runtime, context.signal);
  app.addHook('preClose', async () => room.close());

  app.post(
    '/jobs/activation',
    { schema: { tags, summary: 'Take jobs; the request is held until there are some', body: activateJobs, response: { 200: activatedJobs } } },
    (request, reply) => activate(context, room, { principal: request.principal, socket: reply.raw, asked: request.body }),
  );

  app.post(
    '/jobs/search',
    { schema: { tags, summary: 'Search jobs', body: jobSearch, response: { 200: jobPage } } },
    (request) => searchSeen(request, context.runtime.reads, jobs, request.body),
  );

  app.post(
    '/jobs/:jobKey/completion',
    { schema: { tags, summary: 'Complete a job', params, body: completeJob, response } },
    async (request, reply) => {
      await complete(context, request, request.params.jobKey, request.body);
      return reply.code(204).send();
    },
  );

  app.post(
    '/jobs/:jobKey/failure',
    { schema: { tags, summary: 'Report that a job failed', params, body: failJob, response } },
    async (request, reply) => {
      await fail(context, request, request.params.jobKey, request.body);
      return reply.code(204).send();
    },
  );

  app.post(
    '/jobs/:jobKey/error',
    { schema: { tags, summary: 'Throw a BPMN error for a job', params, body: throwJobError, response } },
    async (request, reply) => {
      await throwError(context, request, request.params.jobKey, request.body);
      return reply.code(204).send();
    },
  );

  app.patch(
    '/jobs/:jobKey',
    { schema: { tags, summary: 'Change the retries of a job or the time its worker has', params, body: updateJob, response } },
    async (request, reply) => {
      await update(context, request, request.params.jobKey, request.body);
      return reply.code(204).send();
    },
  );
};
