import { messagePublished, messageSubscriptionPage, messageSubscriptionSearch, publishMessage } from '../../contract/message.ts';
import { theTenant } from '../../contract/key.ts';
import type { JsonObject } from '../../engine/case/index.ts';
import { messageSubscriptions } from '../../runtime/query/message-subscriptions.ts';
import { search } from '../../runtime/query/search.ts';
import { submitMessage } from '../command/submit.ts';
import type { RouteApp } from '../http/route-app.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Message'];

export const messageRoutes = (app: RouteApp, context: ServerContext): void => {
  app.post(
    '/messages/publication',
    { schema: { tags, summary: 'Publish a message', body: publishMessage, response: { 200: messagePublished } } },
    async (request) => {
      const { name, correlationKey, messageId, timeToLive, variables } = request.body;
      const { stream } = await submitMessage(context, request, {
        type: 'PublishMessage',
        name,
        correlationKey: correlationKey ?? '',
        messageId: (messageId ?? '') === '' ? null : (messageId ?? null),
        timeToLiveMs: timeToLive ?? 0,
        variables: (variables ?? {}) as JsonObject,
      });
      return { tenantId: theTenant, messageKey: String(stream) };
    },
  );

  app.post(
    '/message-subscriptions/search',
    { schema: { tags, summary: 'Search message subscriptions', body: messageSubscriptionSearch, response: { 200: messageSubscriptionPage } } },
    ({ body }) => search(context.runtime.database, messageSubscriptions, body),
  );
};
