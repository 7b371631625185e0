-- Streams of signals, and of the timers that start cases, have ranges of their own.
select ensure_step_partition(274877906944 + 2 * 4194304);
select ensure_step_partition(274877906944 + 3 * 4194304);

-- The cases that a case has called, and all below one.
create index process_instance_parent on process_instance (parent_key) where parent_key is not null;
create index process_instance_root on process_instance (root_key) where parent_key is not null;

-- What lets cases of a definition begin from outside; made from deployments, like the definitions.
create table definition_start (
  definition_key int8 not null,
  place int4 not null,
  element_id text not null,
  -- message, signal or timer
  type text not null,
  -- Of the message or the signal.
  name text,
  primary key (definition_key, place)
);
create index definition_start_name on definition_start (type, name);
grant select, insert on definition_start to acta_app;

-- Timers that start cases.
create table start_timer (
  key int8 primary key,
  definition_key int8 not null,
  element_id text not null,
  due_at timestamptz not null
);
create index start_timer_due on start_timer (due_at, key);
grant select, insert, update, delete on start_timer to acta_app;
