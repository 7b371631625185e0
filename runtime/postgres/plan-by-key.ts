/**
 * Every statement of ours finds rows by key. Plans are cached, some of them made while a table was
 * still empty, when reading it whole looks best; these settings keep the planner to the indexes.
 */
export const planByKey = { enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off', jit: 'off' } as const;
