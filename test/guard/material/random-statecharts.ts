/** Random statecharts under random commands. */
import { eventNames, raisedNames, RandomStatechart, randomVariables } from '../../simulation/random-statechart.ts';
import { Random } from '../../simulation/random.ts';
import { compileStatechart } from '../../../engine/statechart/index.ts';
import { feelEngine } from '../../../engine/feel/index.ts';
import type { Choose } from '../play.ts';
import type { Command, Step } from '../recording.ts';
import type { View } from '../view.ts';
import { awaitedMessages, choose, offer, openIncidents, openJobs, openTasks, subjects, type Offer } from './chance.ts';
import { cancel, complete, completeJob, create, deploy, failJob, publish, resolve, send, setVariables, startOfTime, throwError, updateJob, wait, type Material } from './material.ts';

const COMMANDS = 22;
/** A case that goes round and round without end has told enough by then. */
const SUBJECTS = 200;
const pauses: { readonly [round: number]: number } = { 5: 10, 9: 60, 13: 180, 17: 300, 20: 900 };

const randomCommand = (random: Random, view: View): Command => {
  const [tasks, jobs, incidents] = [openTasks(view), openJobs(view), openIncidents(view)];
  const accepted = Object.keys(view.get('accepts') ?? {});
  const data = { ...randomVariables(random), v: random.below(4) };
  const offers: readonly Offer[] = [
    ...offer(random, 5, accepted, (event) => send(event, data)),
    [1, () => send(random.pick([...eventNames, ...raisedNames, 'UNKNOWN']), data)],
    [1, () => setVariables(randomVariables(random), { local: true })],
    ...offer(random, 3, tasks, (task) => complete(task, randomVariables(random))),
    ...offer(random, 2, jobs, (job) => completeJob(job, randomVariables(random))),
    ...offer(random, 2, jobs, (job) => throwError(job, random.pick(['E1', 'E2']), { errorMessage: 'no' })),
    ...offer(random, 1, jobs, (job) => failJob(job, random.below(2), { errorMessage: 'failed' })),
    ...offer(random, 1, jobs, (job) => updateJob(job, { retries: 2 })),
    ...offer(random, 3, awaitedMessages(view), ([name, key]) => publish(name, key, { variables: randomVariables(random) })),
    ...offer(random, 3, incidents, resolve),
    ...offer(random, 0.5, subjects(view, 'task', ({ state }) => state !== 'CREATED'), (task) => complete(task)),
    [0.1, () => cancel()],
  ];
  return choose(random, offers);
};

/** Told that it does not come to rest: it takes long to find out, and is the same each time. */
const goesInCircles = (steps: readonly Step[]): boolean => steps.some(({ gives }) => JSON.stringify(gives).includes('microsteps'));

const chosen = (random: Random, id: string): Choose => ({ steps, view }) => {
  const round = steps.length;
  if (round === 0) return deploy(`${id}.statechart.json`);
  if (round === 1) return create(id);
  if (view.get('case')?.['state'] !== 'ACTIVE' || round >= COMMANDS || view.size > SUBJECTS || goesInCircles(steps)) return undefined;
  const pause = pauses[round];
  return pause === undefined ? randomCommand(random, view) : wait(pause);
};

const named = (chart: string, id: string): string =>
  chart.replaceAll('"id":"random"', `"id":"${id}"`).replaceAll('#random.', `#${id}.`).replaceAll('"name":"hello"', `"name":"hello-${id}"`);

/** `count` statecharts from the seed on, of those that are not refused. */
export const randomStatecharts = async (seed: number, count: number): Promise<Material> => {
  const charts = new Map<string, { readonly chart: string; readonly random: Random }>();
  for (let next = seed; charts.size < count; next += 1) {
    const random = new Random(next);
    const id = `chart-${next}`;
    const chart = named(JSON.stringify(new RandomStatechart(random).build()), id);
    if ((await compileStatechart(chart, feelEngine)).ok) charts.set(id, { chart, random });
  }
  return {
    title: `Random statecharts of the seeds from ${seed} on`,
    scriptMax: 30_000,
    files: Object.fromEntries([...charts].map(([id, { chart }]) => [`${id}.statechart.json`, chart])),
    scripts: [...charts].map(([id, { random }]) => ({ name: id, now: startOfTime, choose: chosen(random, id) })),
  };
};
