-- What people say of a case, and who had to do with it: projections like the others.
create table comment (
  key int8 primary key,
  user_task_key int8,
  -- Null: the values of the case were erased.
  text text,
  by text,
  created_at timestamptz not null
);
create table participant (
  case_key int8 not null,
  person text not null,
  primary key (case_key, person)
);
create index participant_person on participant (person, case_key);

-- Cases from before: what their rows still tell. `acta rebuild` finds the others in the journal.
insert into participant
select key, initiator from process_instance where initiator <> ''
union select (key >> 24) << 24, assignee from user_task where assignee <> ''
union select (key >> 24) << 24, completed_by from user_task where completed_by <> '';

-- Outside the journal: what somebody has typed and not sent, and how he looks at lists.
create table task_draft (
  user_task_key int8 not null,
  person text not null,
  -- JSON
  input text not null,
  updated_at timestamptz not null default clock_timestamp(),
  primary key (user_task_key, person)
);
create table saved_view (
  id text primary key,
  person text not null,
  name text not null,
  screen text not null,
  -- JSON
  query text not null,
  updated_at timestamptz not null default clock_timestamp()
);
create index saved_view_person on saved_view (person, screen);

-- The boxes of a person: what he may take is found by his groups, what he has done and started by his id.
create index user_task_claimable_groups on user_task using gin (candidate_groups) where state = 'CREATED' and assignee is null;
create index user_task_claimable_users on user_task using gin (candidate_users) where state = 'CREATED' and assignee is null;
create index user_task_claimable_all on user_task (key) where state = 'CREATED' and assignee is null and candidate_groups = '{}' and candidate_users = '{}';
create index user_task_done on user_task (completed_by, completed_at, key) where state = 'COMPLETED';
create index process_instance_initiator on process_instance (initiator, key);
-- The journal is followed by who wrote it last, in the order of transactions.
create index step_xid on step (xid, stream, seq);

do $$ declare name text; begin
  foreach name in array array['comment', 'participant', 'task_draft', 'saved_view']
  loop execute format('grant select, insert, update, delete on %I to acta_app', name); end loop;
  foreach name in array array['comment', 'participant', 'task_draft']
  loop execute format('grant select, insert, update, delete on %I to acta_eraser', name); end loop;
end $$;
