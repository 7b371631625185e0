-- Who came: signed in, failed to, was refused, looked at a case. A stream for every day, in a range of its own.
select ensure_step_partition(274877906944 + 4 * 4194304);

create table access_entry (
  key int8 primary key,
  -- The minute.
  at timestamptz not null,
  act text not null,
  who text,
  kind text not null,
  method text not null,
  what text,
  -- Key of the case, or of the thing in a case.
  subject int8,
  times int4 not null
);
create index access_entry_at on access_entry (at, key);
create index access_entry_who on access_entry (who, at, key);
create index access_entry_subject on access_entry (subject, at, key) where subject is not null;
grant select, insert, update, delete on access_entry to acta_app;
