/** What holds in every state of every case, whatever the dialect. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { initialState, type CaseState, type Ordinal } from '../../engine/case/index.ts';

const ordinalsOf = (things: object): readonly Ordinal[] => Object.keys(things).map(Number);

export const assertCoherent = (state: CaseState): void => {
  const { elements, scopes, variables, userTasks, jobs, timers, subscriptions, incidents, lastOrdinal } = state;
  const ofElements = Object.fromEntries(Object.entries(incidents).filter(([, { instance }]) => instance !== 0));
  const attachable = { ...userTasks, ...jobs, ...timers, ...subscriptions, ...ofElements };
  const attached = Object.values(elements).flatMap((instance) => instance.attached);
  deepStrictEqual(attached.toSorted((a, b) => a - b), ordinalsOf(attachable), 'all work is attached to a live instance, once');
  for (const ordinal of [...ordinalsOf(elements), ...ordinalsOf(attachable)])
    ok(ordinal >= 1 && ordinal <= lastOrdinal, 'ordinals are taken in order');
  for (const scope of ordinalsOf(scopes)) {
    ok(scope === 0 || elements[scope] !== undefined, `scope ${scope} is alive`);
    const children = Object.values(elements).filter((instance) => instance.scope === scope).length;
    deepStrictEqual(scopes[scope]?.children, children, `scope ${scope} counts its children`);
    for (const count of Object.values(scopes[scope]?.tokens ?? {})) ok(count > 0, 'flows without tokens are not kept');
  }
  for (const instance of Object.values(elements))
    ok(instance.scope === 0 || elements[instance.scope] !== undefined, 'the scope of an instance is alive');
  for (const scope of ordinalsOf(variables))
    ok(scope === 0 || elements[scope] !== undefined, `variables of ${scope} belong to something alive`);
  for (const { job } of Object.values(incidents))
    ok(job === undefined || jobs[job] !== undefined, 'the job of an incident exists');
  if (state.status === 'completed' || state.status === 'terminated') {
    deepStrictEqual(elements, {}, 'nothing is active in a case that has ended');
    deepStrictEqual(incidents, {}, 'nobody is wanted in a case that has ended');
    deepStrictEqual(scopes, initialState().scopes, 'no token is left in a case that has ended');
  }
};
