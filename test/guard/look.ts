/** Reads cases through the searches of the API: one request of each kind for all of them. */
import { groupBy } from './group-by.ts';
import type { GuardApp } from './open-app.ts';
import type { Found, FoundCase } from './subject.ts';

interface Page {
  readonly items: readonly Found[];
  readonly page: { readonly endCursor: string | null };
}

const pageSize = 10_000;
/** Cases of one search. */
const casesMax = 1_000;

/** What is found of the cases, in order of keys. @throws Error with what the server said instead. */
const search = async (app: GuardApp, path: string, sort: string, cases: readonly string[]): Promise<readonly Found[]> => {
  const found: Found[] = [];
  for (let after: string | null = null; ; ) {
    const page = { limit: pageSize, ...(after === null ? {} : { after }) };
    const payload = JSON.stringify({ filter: { processInstanceKey: { $in: cases } }, sort: [{ field: sort }], page });
    const answer = await app.send({ method: 'POST', path, headers: { 'content-type': 'application/json' }, payload });
    if (answer.status !== 200) throw new Error(`Expected ${path} to find something, but the answer is ${answer.text}`);
    const { items, page: { endCursor } } = JSON.parse(answer.text) as Page;
    found.push(...items);
    if (items.length < pageSize || endCursor === null) return found;
    after = endCursor;
  }
};

/** What a statechart takes now; nothing for BPMN. */
const eventsOf = async (app: GuardApp, key: string): Promise<readonly Found[]> => {
  const answer = await app.send({ method: 'GET', path: `/api/cases/${key}/events` });
  if (answer.status !== 200) throw new Error(`Expected case ${key} to tell its events, but the answer is ${answer.text}`);
  return (JSON.parse(answer.text) as { readonly events: readonly Found[] }).events;
};

const byCase = (rows: readonly Found[]): ReadonlyMap<string, readonly Found[]> => groupBy(rows, (row) => String(row['processInstanceKey']));

export const findTimers = async (app: GuardApp, cases: readonly string[]): Promise<ReadonlyMap<string, readonly Found[]>> =>
  cases.length === 0 ? new Map() : byCase(await search(app, '/api/timers/search', 'timerKey', cases));

export interface Asked {
  readonly key: string;
  readonly isStatechart: boolean;
}

/** All that there is to see of the cases. */
export const findCases = async (app: GuardApp, asked: readonly Asked[]): Promise<ReadonlyMap<string, FoundCase>> => {
  if (asked.length === 0) return new Map();
  if (asked.length > casesMax) throw new Error(`Expected at most ${casesMax} cases at a time, but there are ${asked.length}`);
  const keys = asked.map(({ key }) => key);
  const rows = async (path: string, sort: string) => byCase(await search(app, path, sort, keys));
  const [instances, elements, tasks, jobs, timers, subscriptions, incidents, variables, events] = await Promise.all([
    rows('/v2/process-instances/search', 'processInstanceKey'),
    rows('/v2/element-instances/search', 'elementInstanceKey'),
    rows('/v2/user-tasks/search', 'userTaskKey'),
    rows('/v2/jobs/search', 'jobKey'),
    findTimers(app, keys),
    rows('/v2/message-subscriptions/search', 'messageSubscriptionKey'),
    rows('/v2/incidents/search', 'incidentKey'),
    rows('/v2/variables/search?truncateValues=false', 'variableKey'),
    Promise.all(asked.map(async ({ key, isStatechart }) => [key, isStatechart ? await eventsOf(app, key) : []] as const)),
  ]);
  const accepted = new Map(events);
  const of = (found: ReadonlyMap<string, readonly Found[]>, key: string): readonly Found[] => found.get(key) ?? [];
  return new Map(
    keys.map((key) => {
      const [instance] = of(instances, key);
      if (instance === undefined) throw new Error(`Expected to find case ${key}, but there is none`);
      return [key, {
        key, instance, elements: of(elements, key), tasks: of(tasks, key), jobs: of(jobs, key), timers: of(timers, key),
        subscriptions: of(subscriptions, key), incidents: of(incidents, key), variables: of(variables, key), events: accepted.get(key) ?? [],
      }];
    }),
  );
};
