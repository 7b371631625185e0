-- What the journal says, as rows that can be searched. Keys start with the case number, so all rows
-- of a case are the key range [case, case + 2^24). Only live and ended facts of the events stand
-- here; names of definitions are joined.

create table resource (
  -- SHA-256 of the content, hex.
  hash text primary key,
  content text not null
);

create table deployment (
  key int8 primary key,
  -- In the order of their commits, because deployments wait for each other; keys are not: each
  -- process takes them from a block of its own.
  number int8 not null unique generated always as identity,
  deployed_at timestamptz not null
);

create table process_definition (
  key int8 primary key,
  id text not null,
  version int4 not null,
  name text,
  version_tag text,
  dialect text not null,
  hash text not null references resource (hash),
  resource_name text not null,
  start_form_id text,
  deployment_key int8 not null,
  deployed_at timestamptz not null,
  -- What the model calls its elements, by id: searches show and match these names.
  element_names jsonb not null default '{}',
  unique (id, version)
);

create table decision_requirements (
  key int8 primary key,
  id text not null,
  version int4 not null,
  name text,
  hash text not null references resource (hash),
  resource_name text not null,
  deployment_key int8 not null,
  unique (id, version)
);

create table decision_definition (
  key int8 primary key,
  id text not null,
  version int4 not null,
  name text,
  hash text not null,
  requirements_key int8 not null references decision_requirements (key),
  deployment_key int8 not null,
  unique (id, version)
);

create table form (
  key int8 primary key,
  id text not null,
  version int4 not null,
  hash text not null references resource (hash),
  resource_name text not null,
  deployment_key int8 not null,
  unique (id, version)
);

create table process_instance (
  key int8 primary key,
  definition_key int8 not null,
  business_id text,
  tags text[] not null default '{}',
  state text not null,
  -- Unresolved incidents.
  incidents int4 not null default 0,
  started_at timestamptz not null,
  ended_at timestamptz,
  -- Id of the person or client who started it; null: the engine.
  initiator text,
  -- The element instance that called it, and the case at the top of the calls.
  parent_key int8,
  root_key int8 not null
) with (fillfactor = 80);
create index process_instance_definition on process_instance (definition_key, key);
create index process_instance_active on process_instance (key) where state = 'ACTIVE';

create table element_instance (
  key int8 primary key,
  scope_key int8 not null,
  element_id text not null,
  kind text not null,
  state text not null,
  started_at timestamptz not null,
  ended_at timestamptz
) with (fillfactor = 80);

create table variable (
  key int8 not null,
  scope_key int8 not null,
  name text not null,
  -- Compact JSON.
  value text not null,
  -- What an element instance sees is found scope by scope, however many variables its case has.
  primary key (scope_key, name)
) with (fillfactor = 80);

create table user_task (
  key int8 primary key,
  element_instance_key int8 not null,
  element_id text not null,
  name text,
  state text not null,
  assignee text,
  candidate_groups text[] not null,
  candidate_users text[] not null,
  -- As given, so that a date goes out as it came in.
  due_date text,
  follow_up_date text,
  priority int2 not null,
  form_id text,
  external_form_reference text,
  headers text not null,
  action text,
  created_at timestamptz not null,
  completed_at timestamptz,
  completed_by text
) with (fillfactor = 80);
create index user_task_open on user_task (key) where state = 'CREATED';
create index user_task_open_assignee on user_task (assignee, key) where state = 'CREATED';

create table job (
  key int8 primary key,
  element_instance_key int8 not null,
  element_id text not null,
  type text not null,
  state text not null,
  retries int4 not null,
  headers text not null,
  error_code text,
  error_message text,
  created_at timestamptz not null,
  ended_at timestamptz,
  -- From when the job may be taken: its creation, the end of a back-off or of a lease.
  available_at timestamptz not null,
  -- Who holds it. A lease is not case state: losing one equals a time-out.
  lease text,
  worker text
) with (fillfactor = 70);
-- `activatable`: state CREATED, FAILED with retries left, or TIMED_OUT.
create index job_activatable on job (type, key)
  where state in ('CREATED', 'FAILED', 'RETRIES_UPDATED') and retries > 0;

create table timer (
  key int8 primary key,
  element_instance_key int8 not null,
  element_id text not null,
  due_at timestamptz not null
);
create index timer_due on timer (due_at, key);

create table message_subscription (
  key int8 primary key,
  element_instance_key int8 not null,
  element_id text not null,
  message_name text not null,
  correlation_key text not null,
  once boolean not null,
  state text not null,
  updated_at timestamptz not null
);

-- Messages that wait in the streams of messages; (stream, ordinal) names one there, `key` names it to clients.
create table message (
  stream int8 not null,
  ordinal int4 not null,
  key int8 not null,
  name text not null,
  correlation_key text not null,
  message_id text,
  variables text not null,
  published_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (stream, ordinal)
);
create index message_expiry on message (expires_at);

-- Which message went to which subscription, by their ordinals in the stream: pending on its way to the case,
-- then correlated, refused or released.
create table message_correlation (
  stream int8 not null,
  message int4 not null,
  subscription int4 not null,
  state text not null,
  correlated_at timestamptz not null,
  primary key (stream, message, subscription)
);

create table incident (
  key int8 primary key,
  element_instance_key int8 not null,
  element_id text not null,
  job_key int8,
  error_type text not null,
  message text not null,
  state text not null,
  created_at timestamptz not null,
  resolved_at timestamptz
);
create index incident_active on incident (key) where state = 'ACTIVE';

create table decision_instance (
  key int8 primary key,
  element_instance_key int8 not null,
  element_id text not null,
  decision_id text not null,
  decision_key int8 not null,
  state text not null,
  output text not null,
  report text not null,
  evaluated_at timestamptz not null
);

-- Commands on their way to a stream: written with the sender's step, deleted with the receiver's. Per source they
-- are consumed in order of (source_seq, n); `id` is the command's.
create table inbox (
  id text primary key,
  source int8 not null,
  source_seq int4 not null,
  n int4 not null,
  target int8 not null,
  command text not null,
  created_at timestamptz not null
);
create index inbox_target on inbox (target, created_at, source, source_seq, n);
create index inbox_created on inbox (created_at);

-- Command ids given by clients where the stream is not known beforehand (creations).
create table idempotency (
  key text primary key,
  fingerprint text not null,
  stream int8 not null,
  created_at timestamptz not null,
  -- What was answered, where it cannot be told from the stream: a repeated request gets it again.
  answer text
);
create index idempotency_created on idempotency (created_at);

-- Our own bugs and what Postgres cannot store, visible to operators.
create table fault (
  id int8 generated always as identity primary key,
  stream int8,
  command text not null,
  message text not null,
  created_at timestamptz not null default now()
);

do $$ declare name text; begin
  foreach name in array array['resource', 'deployment', 'process_definition', 'decision_requirements',
    'decision_definition', 'form', 'process_instance', 'element_instance', 'variable', 'user_task', 'job', 'timer',
    'message_subscription', 'message', 'message_correlation', 'incident', 'decision_instance', 'inbox',
    'idempotency', 'fault']
  loop execute format('grant select, insert, update, delete on %I to acta_app', name); end loop;
end $$;
grant usage on all sequences in schema public to acta_app;

-- Due dates and follow-up dates are kept as they were given. Compared, they are the instant they mean;
-- what no calendar has is no instant, instead of an error in every search that comes across it.
create function given_instant(given text) returns timestamptz language plpgsql stable strict as $$
declare
  meant timestamptz;
begin
  meant := date_trunc('milliseconds', given::timestamptz);
  return case when meant >= '0001-01-01T00:00:00Z' and meant < '10000-01-01T00:00:00Z' then meant end;
exception when data_exception then
  return null;
end $$;
