-- Who has erased the values of a case, when and why. A case that has ended takes no further step, so this stands beside
-- the journal; like the journal it is only added to.
create table erasure (
  stream int8 not null,
  erased_at timestamptz not null default clock_timestamp(),
  -- Ids of who asked, and of whom he asked for.
  actor text not null,
  on_behalf_of text,
  because text not null,
  -- Steps whose values were taken away, those of messages to the case included.
  steps int4 not null,
  primary key (stream, erased_at)
);
create trigger erasure_keeps before delete or update on erasure for each row execute function refuse_change();
create trigger erasure_not_truncated before truncate on erasure for each statement execute function refuse_change();
grant select on erasure to acta_app;
grant select, insert on erasure to acta_eraser;

-- What was made from the values goes with them: rows to search are made again from what is left, and repeated requests forgotten.
grant usage on schema public to acta_eraser;
do $$ declare name text; begin
  foreach name in array array['process_instance', 'element_instance', 'variable', 'user_task', 'job', 'timer',
    'message_subscription', 'incident', 'decision_instance', 'idempotency', 'inbox', 'fault']
  loop execute format('grant select, insert, update, delete on %I to acta_eraser', name); end loop;
end $$;
grant select on installation, message, message_correlation to acta_eraser;
grant delete on fault to acta_eraser;
