/**
 * Every statement of ours finds rows by key. Plans are cached, some of them made while a table was
 * still empty, when reading it whole looks best; these settings keep the planner to the indexes, and
 * to joins in the order in which they are written: what is searched first, what it belongs to after.
 */
export const planByKey = {
  enable_seqscan: 'off', enable_hashjoin: 'off', enable_mergejoin: 'off', join_collapse_limit: '1', jit: 'off',
} as const;

/**
 * What commands ask is the same each time, so it is planned once for each connection and never again for other
 * parameters: planning a look into the journal costs several times as much as the look. Searches are made of what
 * somebody has asked for, and want plans for that.
 */
export const planOnce = { plan_cache_mode: 'force_generic_plan' } as const;
