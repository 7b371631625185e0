import { sql } from 'drizzle-orm';
import { messageSubscription } from '../projection/case-tables.ts';
import { definitionFields, joinCase, rootProcessInstanceKey, tenantId } from './case-join.ts';
import { caseKey, instant, key, text } from './field.ts';
import { written } from './search.ts';

const fields = {
  messageSubscriptionKey: key(messageSubscription.key),
  ...definitionFields,
  processInstanceKey: caseKey(messageSubscription.key),
  rootProcessInstanceKey,
  elementId: text(messageSubscription.elementId),
  elementInstanceKey: key(messageSubscription.elementInstanceKey),
  messageSubscriptionState: text<'CREATED' | 'CORRELATED' | 'DELETED'>(messageSubscription.state),
  lastUpdatedDate: instant(messageSubscription.updatedAt),
  messageName: text(messageSubscription.messageName),
  correlationKey: text(messageSubscription.correlationKey),
  tenantId,
};

export const messageSubscriptions = written({
  fields,
  from: sql`${messageSubscription} ${joinCase(messageSubscription.key)}`,
  key: 'messageSubscriptionKey',
});
