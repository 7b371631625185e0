import { z } from 'zod';
import { acceptedEvents, eventSent, sendEvent } from '../../contract/case-event.ts';
import { caseClosed, caseFile, caseState, caseVerdict, closeCase, fileQuery, stateQuery, stepPage, stepsQuery, verdictQuery } from '../../contract/case-history.ts';
import { addComment, comment, comments } from '../../contract/comment.ts';
import { casePage, caseSearch } from '../../contract/case-search.ts';
import { caseErased, eraseCase } from '../../contract/erasure.ts';
import { caseSummary } from '../../contract/inbox.ts';
import { key } from '../../contract/key.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { submitForKey } from '../command/submit.ts';
import type { RouteApp } from '../http/route-app.ts';
import type { ServerContext } from '../server-context.ts';
import { searchSeen } from '../access/visibility.ts';
import { cases } from '../../runtime/query/cases.ts';
import { logReaderOf } from '../log/log-routes.ts';
import { readComments } from '../../runtime/query/comments.ts';
import { summaryOfCase } from './case-summary.ts';
import { addCommentTo } from './comments.ts';
import { eventsOfCase } from './accepted-events.ts';
import { eraseCaseFor } from './erasure.ts';
import { caseKeyParameter, fileOfCase, judgeCase, stateOfCase, stepsOfCase } from './case-history.ts';

const tags = ['Case'];
const params = z.strictObject({ caseKey: key });

export const caseRoutes = (app: RouteApp, context: ServerContext): void => {
  recordRoutes(app, context);
  summaryRoutes(app, context);
  eventRoutes(app, context);
};

const recordRoutes = (app: RouteApp, context: ServerContext): void => {
  const { runtime } = context;

  app.get(
    '/cases/:caseKey/steps',
    { schema: { tags, summary: 'The journal of a case', params, querystring: stepsQuery, response: { 200: stepPage } } },
    ({ params: { caseKey }, query }) => stepsOfCase(runtime, caseKey, query),
  );

  app.get(
    '/cases/:caseKey/state',
    { schema: { tags, summary: 'The state of a case after a step', params, querystring: stateQuery, response: { 200: caseState } } },
    ({ params: { caseKey }, query }) => stateOfCase(runtime, caseKey, query.seq),
  );

  app.get(
    '/cases/:caseKey/verdict',
    { schema: { tags, summary: 'Verify the chain of a case and decide all of it again', params, querystring: verdictQuery, response: { 200: caseVerdict } } },
    ({ params: { caseKey }, query }) => judgeCase(runtime, caseKey, query.head),
  );

  app.get(
    '/cases/:caseKey/file',
    { schema: { tags, summary: 'The case as one document for an auditor', params, querystring: fileQuery, response: { 200: caseFile } } },
    async ({ principal, params: { caseKey }, query }, reply) => {
      const text = await fileOfCase(runtime, caseKey, { reader: logReaderOf(context), for: principal.kind === 'anonymous' ? null : principal.id, withhold: query.withhold ?? [] });
      return reply.type('application/json; charset=utf-8').serializer((file) => file as string).send(text);
    },
  );

  app.post(
    '/cases/:caseKey/closure',
    { schema: { tags, summary: 'End a case whose record is broken, so that it can take no other command', params, body: closeCase, response: { 200: caseClosed } } },
    async (request) => {
      const { caseKey } = request.params;
      const { because } = request.body;
      const missing = `Expected to close the case with key '${caseKey}', but no such active case was found`;
      caseKeyParameter(caseKey);
      const { seq } = await submitForKey(context, request, { name: 'CLOSE', key: caseKey, missing, command: () => ({ type: 'CloseCase', because }) });
      return { caseKey, seq };
    },
  );

  app.post(
    '/cases/:caseKey/erasure',
    { schema: { tags, summary: 'Take away the values of a case that has ended; its records stand', params, body: eraseCase, response: { 200: caseErased } } },
    (request) => eraseCaseFor(context, request, { caseKey: request.params.caseKey, because: request.body.because }),
  );
};

const summaryRoutes = (app: RouteApp, context: ServerContext): void => {
  const { runtime } = context;

  app.post(
    '/cases/search',
    { schema: { tags, summary: 'Search cases, also by the people who had to do with them', body: caseSearch, response: { 200: casePage } } },
    (request) => searchSeen(request, runtime.reads, cases, request.body),
  );

  app.get(
    '/cases/:caseKey',
    { schema: { tags, summary: 'What a case is about, and who is to act', params, response: { 200: caseSummary } } },
    ({ principal, params: { caseKey } }) => summaryOfCase(runtime.reads, caseKey, principal.id),
  );

  app.get(
    '/cases/:caseKey/comments',
    { schema: { tags, summary: 'What was said of a case and its tasks', params, response: { 200: comments } } },
    async ({ params: { caseKey } }) => ({ items: await readComments(runtime.reads, caseKeyParameter(caseKey)) }),
  );

  app.post(
    '/cases/:caseKey/comments',
    { schema: { tags, summary: 'Say something of a case, or of one of its tasks; it stands on the record', params, body: addComment, response: { 201: comment } } },
    async (request, reply) => reply.code(201).send(await addCommentTo(context, request, request.params.caseKey, request.body)),
  );
};

const eventRoutes = (app: RouteApp, context: ServerContext): void => {
  const { runtime } = context;

  app.get(
    '/cases/:caseKey/events',
    { schema: { tags, summary: 'The events that the case of a statechart takes now', params, response: { 200: acceptedEvents } } },
    ({ params: { caseKey } }) => eventsOfCase(runtime, caseKey),
  );

  app.post(
    '/cases/:caseKey/events',
    { schema: { tags, summary: 'Send an event to the case of a statechart', params, body: sendEvent, response: { 200: eventSent } } },
    async (request) => {
      const { caseKey } = request.params;
      const { event, data } = request.body;
      const { seq } = await submitForKey(context, request, {
        name: 'SEND',
        key: caseKey,
        missing: `Expected to send event '${event}' to the case with key '${caseKey}', but no such active case was found`,
        command: () => ({ type: 'SendEvent', event, data: (data ?? {}) as JsonObject }),
      });
      return { caseKey, seq };
    },
  );
};
