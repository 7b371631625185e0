/**
 * Writes what a batch collected: one statement per table, whole columns as array literals. This is
 * the group commit's other half: a hundred steps cost about a dozen statements.
 */
import type { Queryable } from '../port/database.ts';
import type { ProjectionRows } from '../projection/projection-rows.ts';
import { arrayLiteral, jsonLines, type Cell } from '../port/array-literal.ts';

/** A statement over unnested columns; `$1`, `$2` … are array literals in this order. */
interface Statement {
  readonly columns: readonly string[];
  /** Of them, those that hold JSON texts, never null: they travel as lines. */
  readonly json: ReadonlySet<string>;
  readonly text: string;
}

/** `json`: a text column of JSON texts, none of them null. */
type Types = { readonly [column: string]: string };

const jsonColumns = (types: Types): ReadonlySet<string> => new Set(Object.keys(types).filter((name) => types[name] === 'json'));

/** `from (select a::x, …) r`: text columns are cast where they hold arrays. */
const unnested = (types: Types): string => {
  const names = Object.keys(types);
  const literals = names.map((name, index) => {
    const type = types[name] ?? 'text';
    if (type === 'json') return `string_to_array($${index + 1}::text, E'\\n')`;
    return `$${index + 1}::text::${type.endsWith('[]') ? 'text' : type}[]`;
  });
  return `unnest(${literals.join(', ')}) r(${names.join(', ')})`;
};

const selected = (types: Types): string =>
  Object.entries(types).map(([name, type]) => (type.endsWith('[]') ? `r.${name}::${type}` : `r.${name}`)).join(', ');

const insert = (table: string, types: Types, suffix = ''): Statement => ({
  columns: Object.keys(types),
  json: jsonColumns(types),
  text: `insert into ${table} (${Object.keys(types).join(', ')}) select ${selected(types)} from ${unnested(types)} ${suffix}`,
});

/**
 * One look into the primary key per row, in the order of the keys, as leases are moved. Written as `t.key = r.key` the
 * rows could be joined the other way round: with a plan made while the table was empty by reading all of it, and
 * with any plan by comparing each row with each. `any(array[r.key])` can only be looked up.
 */
const update = (table: string, types: Types, set: string): Statement => ({
  columns: Object.keys(types),
  json: jsonColumns(types),
  text: `update ${table} t set ${set} from (select * from ${unnested(types)} order by r.key) r
    where t.key = any(array[r.key])`,
});

const end = 'timestamptz';

const correlationTypes = { stream: 'int8', message: 'int4', subscription: 'int4', state: 'text', correlated_at: end };

const statements: { readonly [T in keyof ProjectionRows]: Statement } = {
  instances: insert('process_instance', {
    key: 'int8', definition_key: 'int8', business_id: 'text', tags: 'text[]', state: 'text', started_at: end, ended_at: end,
    initiator: 'text', parent_key: 'int8', root_key: 'int8',
  }),
  instancePatches: update(
    'process_instance',
    { key: 'int8', state: 'text', ended_at: end, incidents: 'int4' },
    'state = coalesce(r.state, t.state), ended_at = coalesce(r.ended_at, t.ended_at), incidents = t.incidents + r.incidents',
  ),
  elements: insert('element_instance', {
    key: 'int8', scope_key: 'int8', element_id: 'text', kind: 'text', state: 'text', started_at: end, ended_at: end,
  }),
  elementPatches: update(
    'element_instance', { key: 'int8', state: 'text', ended_at: end }, 'state = r.state, ended_at = r.ended_at',
  ),
  variables: insert(
    'variable',
    { key: 'int8', scope_key: 'int8', name: 'text', value: 'json' },
    'on conflict (scope_key, name) do update set value = excluded.value',
  ),
  userTasks: insert('user_task', {
    key: 'int8', element_instance_key: 'int8', element_id: 'text', name: 'text', state: 'text', assignee: 'text',
    candidate_groups: 'text[]', candidate_users: 'text[]', due_date: 'text', follow_up_date: 'text', priority: 'int2',
    form_id: 'text', external_form_reference: 'text', headers: 'json', action: 'text', created_at: end, completed_at: end, completed_by: 'text',
  }),
  userTaskPatches: update('user_task', { key: 'int8', changes: 'jsonb' }, [
    `state = coalesce(r.changes->>'state', t.state)`,
    `completed_at = coalesce((r.changes->>'completed_at')::timestamptz, t.completed_at)`,
    `action = coalesce(r.changes->>'action', t.action)`,
    `completed_by = coalesce(r.changes->>'completed_by', t.completed_by)`,
    `assignee = case when r.changes ? 'assignee' then r.changes->>'assignee' else t.assignee end`,
    `due_date = case when r.changes ? 'due_date' then r.changes->>'due_date' else t.due_date end`,
    `follow_up_date = case when r.changes ? 'follow_up_date' then r.changes->>'follow_up_date' else t.follow_up_date end`,
    `candidate_groups = coalesce((r.changes->>'candidate_groups')::text[], t.candidate_groups)`,
    `candidate_users = coalesce((r.changes->>'candidate_users')::text[], t.candidate_users)`,
    `priority = coalesce((r.changes->>'priority')::int2, t.priority)`,
  ].join(', ')),
  jobs: insert('job', {
    key: 'int8', element_instance_key: 'int8', element_id: 'text', type: 'text', state: 'text', retries: 'int4',
    headers: 'json', error_code: 'text', error_message: 'text', created_at: end, ended_at: end, available_at: end,
  }),
  jobPatches: update(
    'job',
    {
      key: 'int8', state: 'text', retries: 'int4', error_code: 'text', error_message: 'text', ended_at: end, available_at: end,
    },
    `state = coalesce(r.state, t.state), retries = coalesce(r.retries, t.retries),
     error_code = coalesce(r.error_code, t.error_code), error_message = coalesce(r.error_message, t.error_message),
     ended_at = coalesce(r.ended_at, t.ended_at), available_at = coalesce(r.available_at, t.available_at), lease = null`,
  ),
  timers: insert('timer', { key: 'int8', element_instance_key: 'int8', element_id: 'text', due_at: end }),
  timersGone: {
    columns: ['key'],
    json: new Set(),
    text: 'delete from timer where key = any($1::text::int8[])',
  },
  subscriptions: insert('message_subscription', {
    key: 'int8', element_instance_key: 'int8', element_id: 'text', message_name: 'text', correlation_key: 'text',
    once: 'boolean', state: 'text', updated_at: end,
  }),
  subscriptionPatches: update(
    'message_subscription', { key: 'int8', state: 'text', updated_at: end }, 'state = r.state, updated_at = r.updated_at',
  ),
  messages: insert('message', {
    key: 'int8', stream: 'int8', ordinal: 'int4', name: 'text', correlation_key: 'text', message_id: 'text', variables: 'json',
    published_at: end, expires_at: end,
  }),
  messagesGone: {
    columns: ['stream', 'ordinal'],
    json: new Set(),
    text: `delete from message t using ${unnested({ stream: 'int8', ordinal: 'int4' })} where t.stream = r.stream and t.ordinal = r.ordinal`,
  },
  correlations: insert('message_correlation', correlationTypes),
  correlationPatches: {
    columns: Object.keys(correlationTypes),
    json: new Set(),
    text: `update message_correlation t set state = r.state, correlated_at = r.correlated_at from ${unnested(correlationTypes)}
      where t.stream = any(array[r.stream]) and t.message = r.message and t.subscription = r.subscription`,
  },
  resources: insert('resource', { hash: 'text', content: 'text' }, 'on conflict do nothing'),
  deployments: insert('deployment', { key: 'int8', deployed_at: end }),
  processDefinitions: insert('process_definition', {
    key: 'int8', id: 'text', version: 'int4', name: 'text', version_tag: 'text', dialect: 'text', hash: 'text', resource_name: 'text',
    start_form_id: 'text', deployment_key: 'int8', deployed_at: end, element_names: 'jsonb',
  }),
  decisionRequirements: insert('decision_requirements', {
    key: 'int8', id: 'text', version: 'int4', name: 'text', hash: 'text', resource_name: 'text', deployment_key: 'int8',
  }),
  decisionDefinitions: insert('decision_definition', {
    key: 'int8', id: 'text', version: 'int4', name: 'text', hash: 'text', requirements_key: 'int8', deployment_key: 'int8',
  }),
  forms: insert('form', { key: 'int8', id: 'text', version: 'int4', hash: 'text', resource_name: 'text', deployment_key: 'int8' }),
  incidents: insert('incident', {
    key: 'int8', element_instance_key: 'int8', element_id: 'text', job_key: 'int8', error_type: 'text', message: 'text',
    state: 'text', created_at: end, resolved_at: end,
  }),
  incidentPatches: update(
    'incident', { key: 'int8', state: 'text', resolved_at: end }, 'state = r.state, resolved_at = r.resolved_at',
  ),
  decisions: insert('decision_instance', {
    key: 'int8', element_instance_key: 'int8', element_id: 'text', decision_id: 'text', decision_key: 'int8',
    state: 'text', output: 'json', report: 'json', evaluated_at: end,
  }),
};

const order = Object.keys(statements) as (keyof ProjectionRows)[];

/** Sends all statements at once (they are pipelined) and waits for the last. */
export const writeRows = async (database: Queryable, rows: ProjectionRows): Promise<void> => {
  const sent: Promise<unknown>[] = [];
  for (const name of order) {
    const table = rows[name];
    if (table.size === 0) continue;
    const { text, columns, json } = statements[name];
    const cells = table.columns as { readonly [column: string]: readonly Cell[] };
    sent.push(database.query(text, columns.map((column) => {
      const columnCells = cells[column] ?? [];
      return json.has(column) ? jsonLines(columnCells as readonly string[]) : arrayLiteral(columnCells);
    })));
  }
  await allSettledOrThrow(sent);
};

/**
 * Waits for every statement even when one fails, so that none is left unobserved; then throws the
 * first error in the order of sending: those after it only say that the transaction is aborted.
 */
export const allSettledOrThrow = async (sent: readonly Promise<unknown>[]): Promise<void> => {
  const failed = (await Promise.allSettled(sent)).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
};
