-- The journal: one row per step, the only truth. Everything else can be dropped and rebuilt from it.
-- Migrations run as owner; the application works as acta_app, which may insert and select here and
-- nothing else. acta_eraser may take away payloads, never records.

do $$ begin
  if not exists (select from pg_roles where rolname = 'acta_app') then create role acta_app nologin; end if;
  if not exists (select from pg_roles where rolname = 'acta_eraser') then create role acta_eraser nologin; end if;
  -- Who migrates must be able to become the application's role.
  execute format('grant acta_app to %I', current_user);
exception when duplicate_object then null;
end $$;

-- One row. `log` names this journal inside every record, so that records cannot be moved between
-- journals; `timeline` is raised when the database is restored or moved.
create table installation (
  id int2 primary key default 1 check (id = 1),
  log text not null,
  timeline int4 not null default 1,
  created_at timestamptz not null default now(),
  -- What every process must be able to read, as `type/fields`: raised before the first of it is written, never lowered.
  floor text[] not null default '{}'
);
insert into installation (log) values ('acta/' || gen_random_uuid());

-- Who works here, by the database's clock, and what each can read.
create table process (
  id text primary key,
  version text not null,
  reads text[] not null,
  started_at timestamptz not null default clock_timestamp(),
  heartbeat timestamptz not null default clock_timestamp()
);

-- Case numbers; a key is case number << 24 | ordinal. Processes take blocks of 100.
create sequence case_number as int8 start 1 increment 100 maxvalue 549755813887;

create table step (
  stream int8 not null,
  seq int4 not null check (seq >= 0),
  command_id text not null,
  -- Canonical bytes (RFC 8785); never changes.
  record bytea not null,
  -- RFC 6962 leaf hash, computed here and by the application alike.
  hash bytea not null generated always as (sha256('\x00'::bytea || record)) stored,
  -- Values, comments, facts about people; null after erasure.
  payload text,
  xid xid8 not null default pg_current_xact_id(),
  timeline int4 not null,
  primary key (stream, seq),
  unique (stream, command_id)
) partition by range (stream);

create table step_default partition of step default;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'Expected to % rows of %, but the journal is append-only', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

-- Creates the partition (4,194,304 cases each) that holds a case number, before its first step.
create function ensure_step_partition(number int8) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part int8 := number >> 22;
  name text := 'step_' || part;
begin
  if to_regclass(name) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('ensure_step_partition'));
  if to_regclass(name) is not null then return; end if;
  execute format('create table %I partition of step for values from (%s) to (%s)',
    name, (part << 22) << 24, ((part + 1) << 22) << 24);
  -- Triggers for rows come with the partition, those for statements do not.
  execute format('create trigger step_not_truncated before truncate on %I for each statement execute function refuse_change()', name);
end $$;
select ensure_step_partition(1);
-- Streams of messages have a range of their own.
select ensure_step_partition(274877906944);

-- The one change that is allowed: the eraser sets a payload to null.
create function only_erase() returns trigger language plpgsql as $$
begin
  if pg_has_role(current_user, 'acta_eraser', 'member') and new.payload is null
    and (new.stream, new.seq, new.command_id, new.record, new.xid, new.timeline)
      is not distinct from (old.stream, old.seq, old.command_id, old.record, old.xid, old.timeline)
  then return new; end if;
  raise exception 'Expected to update rows of %, but the journal is append-only', tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger step_keeps before delete on step for each row execute function refuse_change();
create trigger step_only_erases before update on step for each row execute function only_erase();
create trigger step_not_truncated before truncate on step for each statement execute function refuse_change();
create trigger step_not_truncated before truncate on step_default for each statement execute function refuse_change();

-- The folded state at a step, so that a cold case need not fold its whole history.
create table snapshot (
  stream int8 primary key,
  seq int4 not null,
  state text not null
);

grant usage on schema public to acta_app;
grant select, update (floor) on installation to acta_app;
grant select, insert, update, delete on process to acta_app;
-- The application's own login may not migrate, but it can tell whether somebody has to.
grant select on migration to acta_app;
grant usage on sequence case_number to acta_app;
-- The hash and the transaction's id are the database's to say.
grant select, insert (stream, seq, command_id, record, payload, timeline) on step to acta_app;
grant select, insert, update, delete on snapshot to acta_app;
-- Snapshots hold values: erasing drops them.
grant select, update (payload) on step to acta_eraser;
grant select, delete on snapshot to acta_eraser;
