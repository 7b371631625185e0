/** All rows that a batch of steps makes, by table: `…Rows` are inserts, `…Patches` updates of older rows. */
import { TableRows } from './table-rows.ts';

const table = <const C extends string>(...columns: readonly C[]): TableRows<C> => new TableRows(columns);

export const projectionRows = () => ({
  instances: table('key', 'definition_key', 'business_id', 'tags', 'state', 'started_at', 'ended_at', 'initiator', 'parent_key', 'root_key'),
  instancePatches: table('key', 'state', 'ended_at', 'incidents'),
  elements: table('key', 'scope_key', 'element_id', 'kind', 'state', 'started_at', 'ended_at'),
  elementPatches: table('key', 'state', 'ended_at'),
  variables: table('key', 'scope_key', 'name', 'value'),
  userTasks: table(
    'key', 'element_instance_key', 'element_id', 'name', 'state', 'assignee', 'candidate_groups', 'candidate_users',
    'due_date', 'follow_up_date', 'priority', 'form_id', 'external_form_reference', 'headers', 'action', 'created_at', 'completed_at', 'completed_by',
  ),
  /** `changes` is a JSON object of columns. */
  userTaskPatches: table('key', 'changes'),
  jobs: table(
    'key', 'element_instance_key', 'element_id', 'type', 'state', 'retries', 'headers',
    'error_code', 'error_message', 'created_at', 'ended_at', 'available_at',
  ),
  /** Null keeps what is there. */
  jobPatches: table('key', 'state', 'retries', 'error_code', 'error_message', 'ended_at', 'available_at'),
  timers: table('key', 'element_instance_key', 'element_id', 'due_at'),
  timersGone: table('key'),
  subscriptions: table(
    'key', 'element_instance_key', 'element_id', 'message_name', 'correlation_key', 'once', 'state', 'updated_at',
  ),
  subscriptionPatches: table('key', 'state', 'updated_at'),
  messages: table('key', 'stream', 'ordinal', 'name', 'correlation_key', 'message_id', 'variables', 'published_at', 'expires_at'),
  messagesGone: table('stream', 'ordinal'),
  /** Which message went to which subscription; ordinals of the stream of messages. */
  correlations: table('stream', 'message', 'subscription', 'state', 'correlated_at'),
  correlationPatches: table('stream', 'message', 'subscription', 'state', 'correlated_at'),
  incidents: table(
    'key', 'element_instance_key', 'element_id', 'job_key', 'error_type', 'message', 'state', 'created_at', 'resolved_at',
  ),
  incidentPatches: table('key', 'state', 'resolved_at'),
  resources: table('hash', 'content'),
  deployments: table('key', 'deployed_at'),
  processDefinitions: table(
    'key', 'id', 'version', 'name', 'version_tag', 'dialect', 'hash', 'resource_name', 'start_form_id', 'deployment_key', 'deployed_at', 'element_names',
  ),
  decisionRequirements: table('key', 'id', 'version', 'name', 'hash', 'resource_name', 'deployment_key'),
  decisionDefinitions: table('key', 'id', 'version', 'name', 'hash', 'requirements_key', 'deployment_key'),
  forms: table('key', 'id', 'version', 'hash', 'resource_name', 'deployment_key'),
  decisions: table(
    'key', 'element_instance_key', 'element_id', 'decision_id', 'decision_key', 'state', 'output', 'report', 'evaluated_at',
  ),
});

export type ProjectionRows = ReturnType<typeof projectionRows>;
