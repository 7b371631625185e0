/**
 * Every statement of ours finds rows by key. Plans are cached, some of them made while a table was
 * still empty, when reading it whole looks best; these settings keep the planner to the indexes, and
 * to joins in the order in which they are written: what is searched first, what it belongs to after.
 */
export const planByKey = {
  enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off', join_collapse_limit: '1', jit: 'off',
} as const;
