-- Streams of signals, and of the timers that start cases, have ranges of their own.
select ensure_step_partition(274877906944 + 2 * 4194304);
select ensure_step_partition(274877906944 + 3 * 4194304);
