-- Streams of signals, and of the timers that start cases, have ranges of their own.
select ensure_step_partition(274877906944 + 2 * 4194304);
select ensure_step_partition(274877906944 + 3 * 4194304);

-- The cases that a case has called, and all below one.
create index process_instance_parent on process_instance (parent_key) where parent_key is not null;
create index process_instance_root on process_instance (root_key) where parent_key is not null;
