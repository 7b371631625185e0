-- What is looked for is found by an index that fits it, however much else there is; and no row stands in an index
-- that nobody would look for it in.

-- Cases and tasks by the value of a variable. Values may be long, so the index has a hash of them; behind it the
-- scope, so that it can be told of one case, too.
create index variable_value on variable (name, hashtextextended(value, 0), scope_key);

-- The newest first, of all cases and of the tasks of a person.
create index process_instance_newest on process_instance (started_at desc, key);
create index user_task_newest_of_assignee on user_task (assignee, created_at desc, key) where state = 'CREATED' and assignee is not null;

drop index user_task_open_assignee;
create index user_task_open_assignee on user_task (assignee, key) where state = 'CREATED' and assignee is not null;
drop index user_task_claimable_groups;
create index user_task_claimable_groups on user_task using gin (candidate_groups) where state = 'CREATED' and assignee is null and candidate_groups <> '{}';
drop index user_task_claimable_users;
create index user_task_claimable_users on user_task using gin (candidate_users) where state = 'CREATED' and assignee is null and candidate_users <> '{}';

-- The journal is followed in the order of transactions; what one has written is put in order when it is read.
-- Rows of one transaction share an entry.
drop index step_xid;
create index step_xid on step (xid);

-- Who is not known is nobody who could look for his cases.
delete from participant where person = 'anonymous';
