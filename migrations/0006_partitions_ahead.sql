-- Partitions of the journal are made ahead and beside it: a table of its own, which is attached when it is ready. With
-- no default partition that needs no lock that a reader or a writer of the journal could hold off or feel. A step
-- that would have no partition is refused; whoever takes case numbers makes sure that there is one.
do $$ begin
  if exists (select from step_default) then
    raise exception 'Expected no steps outside of the partitions of the journal, but there are some in step_default';
  end if;
  drop table step_default;
end $$;

create or replace function ensure_step_partition(number int8) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part int8 := number >> 22;
  name text := 'step_' || part;
  first int8 := (part << 22) << 24;
  beyond int8 := ((part + 1) << 22) << 24;
begin
  if to_regclass(name) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('ensure_step_partition'));
  -- A statement's own snapshot sees what the one before in the lock has made; names that were looked up before may not.
  if exists (select from pg_class where relname = name and relnamespace = 'public'::regnamespace) then return; end if;
  execute format('create table %I (like step including all, constraint step_range check (stream >= %s and stream < %s))', name, first, beyond);
  execute format('alter table step attach partition %I for values from (%s) to (%s)', name, first, beyond);
  -- Triggers for rows come with the partition, those for statements do not.
  execute format('create trigger step_not_truncated before truncate on %I for each statement execute function refuse_change()', name);
end $$;
