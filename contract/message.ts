import { z } from 'zod';
import { dateTimeFilter, enumFilter, keyFilter, textFilter } from './filter.ts';
import { instant, key, name, tenantId } from './key.ts';
import { searchRequest, searchResult } from './search.ts';
import { variables } from './variables.ts';

/** A hundred years: longer is "for ever". */
const timeToLiveMax = 100 * 366 * 24 * 60 * 60 * 1_000;

export const publishMessage = z.strictObject({
  name,
  correlationKey: z.string().max(512).nullable().optional(),
  timeToLive: z.int().min(0).max(timeToLiveMax).nullable().optional().meta({
    description: 'Milliseconds for which the message waits for a subscription. Default 0.',
  }),
  messageId: z.string().max(512).nullable().optional().meta({
    description: 'While a message is buffered, a second one with its id is refused.',
  }),
  variables: variables.nullable().optional(),
  tenantId: tenantId.optional(),
});

export const messagePublished = z.strictObject({ tenantId: z.string(), messageKey: key });

const states = ['CREATED', 'CORRELATED', 'DELETED', 'MIGRATED'] as const;

export const messageSubscription = z
  .strictObject({
    messageSubscriptionKey: key,
    processDefinitionId: z.string(),
    processDefinitionKey: key.nullable(),
    processInstanceKey: key.nullable(),
    rootProcessInstanceKey: key.nullable(),
    elementId: z.string(),
    elementInstanceKey: key.nullable(),
    messageSubscriptionState: z.enum(states),
    lastUpdatedDate: instant,
    messageName: z.string(),
    correlationKey: z.string().nullable(),
    tenantId: z.string(),
  })
  .meta({ id: 'MessageSubscription' });

export const messageSubscriptionSearch = searchRequest(
  z.strictObject({
    messageSubscriptionKey: keyFilter.optional(),
    processDefinitionId: textFilter.optional(),
    processDefinitionKey: keyFilter.optional(),
    processInstanceKey: keyFilter.optional(),
    elementId: textFilter.optional(),
    elementInstanceKey: keyFilter.optional(),
    messageSubscriptionState: enumFilter(states).optional(),
    lastUpdatedDate: dateTimeFilter.optional(),
    messageName: textFilter.optional(),
    correlationKey: textFilter.optional(),
    tenantId: textFilter.optional(),
  }),
  [
    'messageSubscriptionKey', 'processDefinitionId', 'processInstanceKey', 'elementId', 'elementInstanceKey',
    'messageSubscriptionState', 'lastUpdatedDate', 'messageName', 'correlationKey', 'tenantId',
  ],
);

export const messageSubscriptionPage = searchResult(messageSubscription);
