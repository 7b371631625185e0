/** What holds in every state of every case, whatever the dialect. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { NO_SCOPE, type CaseState } from '../../engine/case/index.ts';

const attachable = ['userTasks', 'jobs', 'timers', 'subscriptions', 'incidents'] as const;

export const assertCoherent = (state: CaseState): void => {
  const { elements, tokens, variables, jobs, incidents, lastOrdinal, continuation } = state;
  const isAlive = (ordinal: number): boolean => elements.has(ordinal);
  for (const table of attachable)
    for (const [ordinal, { instance }] of state[table].entries()) {
      ok(isAlive(instance), `what ${ordinal} of ${table} is attached to is alive`);
      ok(ordinal >= 1 && ordinal <= lastOrdinal, 'ordinals are taken in order');
    }
  for (const [ordinal, { scope }] of elements.entries()) {
    ok(ordinal <= lastOrdinal, 'ordinals are taken in order');
    ok(ordinal === 0 ? scope === NO_SCOPE : isAlive(scope), `the scope of ${ordinal} is alive`);
    const children = elements.entries().filter(([, child]) => child.scope === ordinal).map(([child]) => child);
    deepStrictEqual([...elements.in(ordinal)].map(([child]) => child), children, `scope ${ordinal} lists its children in order`);
  }
  for (const scope of tokens.scopes()) {
    ok(isAlive(scope), `the scope ${scope} of a token is alive`);
    for (const flow of tokens.flows(scope)) ok(tokens.count(scope, flow) > 0, 'flows without tokens are not kept');
  }
  for (const scope of variables.scopes()) ok(scope === 0 || isAlive(scope), `variables of ${scope} belong to something alive`);
  for (const [, { job }] of incidents.entries()) ok(job === undefined || jobs.has(job), 'the job of an incident exists');
  if (continuation === null && state.status === 'active') ok(tokens.firstReady === undefined, 'tokens that can move have moved, or are left for later');
  if (state.status === 'completed' || state.status === 'terminated') {
    deepStrictEqual(elements.size, 0, 'nothing is active in a case that has ended');
    deepStrictEqual(incidents.size, 0, 'nobody is wanted in a case that has ended');
    deepStrictEqual([...tokens.scopes()], [], 'no token is left in a case that has ended');
    deepStrictEqual(continuation, null, 'nothing is left for later in a case that has ended');
  }
};
