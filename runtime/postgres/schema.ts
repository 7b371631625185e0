/**
 * The tables as drizzle knows them, for reading. The migrations are the truth; a test compares both.
 * Values come as the database port gives them: keys are bigints, instants ISO texts.
 */
import { bigint, boolean, customType, integer, jsonb, pgTable, smallint, text, timestamp } from 'drizzle-orm/pg-core';

const bytea = customType<{ data: Uint8Array }>({ dataType: () => 'bytea' });
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

const key = (name: string) => bigint(name, { mode: 'bigint' });
const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'string' });

export const installation = pgTable('installation', {
  id: smallint('id').primaryKey(),
  log: text('log').notNull(),
  timeline: integer('timeline').notNull(),
  createdAt: instant('created_at').notNull(),
});

export const step = pgTable('step', {
  stream: key('stream').notNull(),
  seq: integer('seq').notNull(),
  commandId: text('command_id').notNull(),
  record: bytea('record').notNull(),
  hash: bytea('hash').notNull(),
  payload: text('payload'),
  xid: xid8('xid').notNull(),
  timeline: integer('timeline').notNull(),
});

export const snapshot = pgTable('snapshot', {
  stream: key('stream').primaryKey(),
  seq: integer('seq').notNull(),
  state: text('state').notNull(),
});

export const resource = pgTable('resource', {
  hash: text('hash').primaryKey(),
  content: text('content').notNull(),
});

export const deployment = pgTable('deployment', {
  key: key('key').primaryKey(),
  number: key('number').notNull(),
  deployedAt: instant('deployed_at').notNull(),
});

export const processDefinition = pgTable('process_definition', {
  key: key('key').primaryKey(),
  id: text('id').notNull(),
  version: integer('version').notNull(),
  name: text('name'),
  versionTag: text('version_tag'),
  dialect: text('dialect').notNull(),
  hash: text('hash').notNull(),
  resourceName: text('resource_name').notNull(),
  startFormId: text('start_form_id'),
  elementNames: jsonb('element_names').notNull(),
  deploymentKey: key('deployment_key').notNull(),
  deployedAt: instant('deployed_at').notNull(),
});

export const decisionRequirements = pgTable('decision_requirements', {
  key: key('key').primaryKey(),
  id: text('id').notNull(),
  version: integer('version').notNull(),
  name: text('name'),
  hash: text('hash').notNull(),
  resourceName: text('resource_name').notNull(),
  deploymentKey: key('deployment_key').notNull(),
});

export const decisionDefinition = pgTable('decision_definition', {
  key: key('key').primaryKey(),
  id: text('id').notNull(),
  version: integer('version').notNull(),
  name: text('name'),
  hash: text('hash').notNull(),
  requirementsKey: key('requirements_key').notNull(),
  deploymentKey: key('deployment_key').notNull(),
});

export const form = pgTable('form', {
  key: key('key').primaryKey(),
  id: text('id').notNull(),
  version: integer('version').notNull(),
  hash: text('hash').notNull(),
  resourceName: text('resource_name').notNull(),
  deploymentKey: key('deployment_key').notNull(),
});

export const processInstance = pgTable('process_instance', {
  key: key('key').primaryKey(),
  definitionKey: key('definition_key').notNull(),
  businessId: text('business_id'),
  tags: text('tags').array().notNull(),
  state: text('state').notNull(),
  incidents: integer('incidents').notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
  initiator: text('initiator'),
  parentKey: key('parent_key'),
  rootKey: key('root_key').notNull(),
});

export const elementInstance = pgTable('element_instance', {
  key: key('key').primaryKey(),
  scopeKey: key('scope_key').notNull(),
  elementId: text('element_id').notNull(),
  kind: text('kind').notNull(),
  state: text('state').notNull(),
  startedAt: instant('started_at').notNull(),
  endedAt: instant('ended_at'),
});

export const variable = pgTable('variable', {
  key: key('key').notNull(),
  scopeKey: key('scope_key').notNull(),
  name: text('name').notNull(),
  value: text('value').notNull(),
});

export const userTask = pgTable('user_task', {
  key: key('key').primaryKey(),
  elementInstanceKey: key('element_instance_key').notNull(),
  elementId: text('element_id').notNull(),
  name: text('name'),
  state: text('state').notNull(),
  assignee: text('assignee'),
  candidateGroups: text('candidate_groups').array().notNull(),
  candidateUsers: text('candidate_users').array().notNull(),
  dueDate: text('due_date'),
  followUpDate: text('follow_up_date'),
  priority: smallint('priority').notNull(),
  formId: text('form_id'),
  externalFormReference: text('external_form_reference'),
  headers: text('headers').notNull(),
  action: text('action'),
  createdAt: instant('created_at').notNull(),
  completedAt: instant('completed_at'),
  completedBy: text('completed_by'),
});

export const job = pgTable('job', {
  key: key('key').primaryKey(),
  elementInstanceKey: key('element_instance_key').notNull(),
  elementId: text('element_id').notNull(),
  type: text('type').notNull(),
  state: text('state').notNull(),
  retries: integer('retries').notNull(),
  headers: text('headers').notNull(),
  errorCode: text('error_code'),
  errorMessage: text('error_message'),
  createdAt: instant('created_at').notNull(),
  endedAt: instant('ended_at'),
  availableAt: instant('available_at').notNull(),
  lease: text('lease'),
  worker: text('worker'),
});

export const timer = pgTable('timer', {
  key: key('key').primaryKey(),
  elementInstanceKey: key('element_instance_key').notNull(),
  elementId: text('element_id').notNull(),
  dueAt: instant('due_at').notNull(),
});

export const messageSubscription = pgTable('message_subscription', {
  key: key('key').primaryKey(),
  elementInstanceKey: key('element_instance_key').notNull(),
  elementId: text('element_id').notNull(),
  messageName: text('message_name').notNull(),
  correlationKey: text('correlation_key').notNull(),
  once: boolean('once').notNull(),
  state: text('state').notNull(),
  updatedAt: instant('updated_at').notNull(),
});

export const message = pgTable('message', {
  stream: key('stream').notNull(),
  ordinal: integer('ordinal').notNull(),
  key: key('key').notNull(),
  name: text('name').notNull(),
  correlationKey: text('correlation_key').notNull(),
  messageId: text('message_id'),
  variables: text('variables').notNull(),
  publishedAt: instant('published_at').notNull(),
  expiresAt: instant('expires_at').notNull(),
});

export const messageCorrelation = pgTable('message_correlation', {
  stream: key('stream').notNull(),
  message: integer('message').notNull(),
  subscription: integer('subscription').notNull(),
  state: text('state').notNull(),
  correlatedAt: instant('correlated_at').notNull(),
});

export const incident = pgTable('incident', {
  key: key('key').primaryKey(),
  elementInstanceKey: key('element_instance_key').notNull(),
  elementId: text('element_id').notNull(),
  jobKey: key('job_key'),
  errorType: text('error_type').notNull(),
  message: text('message').notNull(),
  state: text('state').notNull(),
  createdAt: instant('created_at').notNull(),
  resolvedAt: instant('resolved_at'),
});

export const decisionInstance = pgTable('decision_instance', {
  key: key('key').primaryKey(),
  elementInstanceKey: key('element_instance_key').notNull(),
  elementId: text('element_id').notNull(),
  decisionId: text('decision_id').notNull(),
  decisionKey: key('decision_key').notNull(),
  state: text('state').notNull(),
  output: text('output').notNull(),
  report: text('report').notNull(),
  evaluatedAt: instant('evaluated_at').notNull(),
});

export const inbox = pgTable('inbox', {
  source: key('source').notNull(),
  sourceSeq: integer('source_seq').notNull(),
  target: key('target').notNull(),
  n: integer('n').notNull(),
  id: text('id').notNull(),
  command: text('command').notNull(),
  createdAt: instant('created_at').notNull(),
});

export const idempotency = pgTable('idempotency', {
  key: text('key').primaryKey(),
  fingerprint: text('fingerprint').notNull(),
  stream: key('stream').notNull(),
  createdAt: instant('created_at').notNull(),
  answer: text('answer'),
});

export const fault = pgTable('fault', {
  id: key('id').primaryKey(),
  stream: key('stream'),
  command: text('command').notNull(),
  message: text('message').notNull(),
  createdAt: instant('created_at').notNull(),
});
