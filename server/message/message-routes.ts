import { messagePublished, messageSubscriptionPage, messageSubscriptionSearch, publishMessage } from '../../contract/message.ts';
import { theTenant } from '../../contract/key.ts';
import type { MessageEvent } from '../../engine/message/index.ts';
import type { Typed } from '../../engine/stream/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { messageSubscriptions } from '../../runtime/query/message-subscriptions.ts';
import { searchSeen } from '../access/visibility.ts';
import { submitMessage } from '../command/submit.ts';
import type { RouteApp } from '../http/route-app.ts';
import type { ServerContext } from '../server-context.ts';

const tags = ['Message'];

const publishedKey = (events: readonly Typed[]): string => {
  const published = (events as readonly MessageEvent[]).find((event) => event.type === 'MessagePublished');
  if (published?.type !== 'MessagePublished') throw new Error('Expected the message to be published, but its events do not say so');
  return published.message;
};

export const messageRoutes = (app: RouteApp, context: ServerContext): void => {
  app.post(
    '/messages/publication',
    { schema: { tags, summary: 'Publish a message', body: publishMessage, response: { 200: messagePublished } } },
    async (request) => {
      const { name, correlationKey, messageId, timeToLive, variables } = request.body;
      const { events } = await submitMessage(context, request, {
        type: 'PublishMessage',
        name,
        correlationKey: correlationKey ?? '',
        messageId: (messageId ?? '') === '' ? null : (messageId ?? null),
        timeToLiveMs: timeToLive ?? 0,
        variables: (variables ?? {}) as JsonObject,
      });
      return { tenantId: theTenant, messageKey: publishedKey(events) };
    },
  );

  app.post(
    '/message-subscriptions/search',
    { schema: { tags, summary: 'Search message subscriptions', body: messageSubscriptionSearch, response: { 200: messageSubscriptionPage } } },
    (request) => searchSeen(request, context.runtime.reads, messageSubscriptions, request.body),
  );
};
