/** Random processes under random commands; at last whatever is left to do is done, so that most cases end. */
import fc from 'fast-check';
import { drawProcess, blocks } from '../../simulation/random-process.ts';
import { Random } from '../../simulation/random.ts';
import type { Choose } from '../play.ts';
import type { Command, JsonObject } from '../recording.ts';
import type { View } from '../view.ts';
import { activeElements, awaitedMessages, choose, offer, openIncidents, openJobs, openTasks, subjects, type Offer } from './chance.ts';
import { assign, cancel, complete, completeJob, create, deploy, failJob, publish, resolve, setVariables, startOfTime, throwError, unassign, update, updateJob, wait, type Material } from './material.ts';

const RANDOM_COMMANDS = 10;
const COMMANDS = 24;
/** Larger models tell little more, and recordings are kept for long. */
const modelMax = 6_000;
/** What waits for somebody or something: without these a case is over before anybody can do anything. */
const waiting = /<bpmn:(?:userTask|serviceTask|sendTask|receiveTask|intermediateCatchEvent|boundaryEvent) /g;
const waitingMin = 5;

/** All scripts wait in the same rounds and for the same time, so that their clocks go together. */
const pauses: { readonly [round: number]: number } = { 4: 6, 7: 15, 9: 61, 13: 600, 16: 600, 19: 600, 22: 600 };

const values = (random: Random): JsonObject =>
  random.pick<JsonObject>([{}, {}, { x: random.below(7) }, { flag: true, seen: 1 }, { flag: random.below(3), note: 'n' }, { out: { value: null } }, { kind: null, who: 'ann' }, { x: 4.25, who: 'bob' }]);

const randomCommand = (random: Random, view: View, messages: readonly string[]): Command => {
  const [tasks, jobs, awaited] = [openTasks(view), openJobs(view), awaitedMessages(view)];
  const offers: readonly Offer[] = [
    ...offer(random, 6, tasks, (task) => complete(task, values(random))),
    ...offer(random, 1, tasks, (task) => assign(task, 'bob', { allowOverride: random.chance(0.5) })),
    ...offer(random, 0.5, tasks, unassign),
    ...offer(random, 0.5, tasks, (task) => update(task, { priority: random.below(101), dueDate: '2031-01-01T00:00:00Z' })),
    ...offer(random, 6, jobs, (job) => completeJob(job, values(random))),
    ...offer(random, 2, jobs, (job) => failJob(job, random.below(3), { errorMessage: 'failed', retryBackOff: random.pick([0, 5_000]) })),
    ...offer(random, 2, jobs, (job) => throwError(job, random.pick(['E1', 'E2']), { variables: values(random) })),
    ...offer(random, 0.5, jobs, (job) => updateJob(job, { retries: 1 + random.below(3) })),
    ...offer(random, 5, awaited, ([name, key]) => publish(name, key, { variables: values(random) })),
    ...offer(random, 3, openIncidents(view), resolve),
    ...offer(random, 1, activeElements(view), (element) => setVariables(values(random), { scope: `element ${element}`, local: random.chance(0.5) })),
    ...offer(random, 0.3, subjects(view, 'task', ({ state }) => state !== 'CREATED'), (task) => complete(task)),
    ...offer(random, 0.3, subjects(view, 'job', ({ to }) => to !== undefined), (job) => completeJob(job)),
    ...offer(random, 0.3, subjects(view, 'incident', ({ state }) => state !== 'ACTIVE'), resolve),
    [1, () => setVariables(values(random), { local: random.chance(0.5) })],
    [0.7, () => publish(random.pick(messages), 'k', { timeToLive: random.pick([0, 30_000, 3_600_000]), variables: values(random) })],
    [0.15, () => cancel()],
  ];
  return choose(random, offers);
};

/** What a well-meaning world would do next; an incident is met with all the values that its expressions ask for. */
const helpfulCommand = (view: View, before: Command | undefined): Command => {
  const everything = { x: 1, flag: true, missing: 0, kind: 'k', who: 'ann', key: 'k', seen: 1 };
  const [incident] = openIncidents(view);
  if (incident !== undefined) {
    const job = openJobs(view).find((name) => view.get(`incident ${incident}`)?.['job'] === `job ${name}`);
    const element = incident.replace(/\/\d+$/, '');
    if (job !== undefined && view.get(`job ${job}`)?.['retries'] === undefined) return updateJob(job, { retries: 1 });
    const prepared = before !== undefined && 'request' in before && before.request.includes('/variables');
    const scope = view.get(`element ${element}`)?.['state'] === 'ACTIVE' ? `element ${element}` : 'case';
    return prepared ? resolve(incident) : setVariables(everything, { scope, local: true });
  }
  const [[job], [task], [message]] = [openJobs(view), openTasks(view), awaitedMessages(view)];
  if (job !== undefined) return completeJob(job);
  if (task !== undefined) return complete(task);
  return message === undefined ? wait(0) : publish(...message, {});
};

const chosen = (random: Random, id: string, messages: readonly string[]): Choose => {
  const variables = random.chance(0.5) ? { x: 1, flag: false, kind: 'k', who: 'ann', key: 'k', seen: 1 } : { x: random.below(6), key: 'k' };
  return ({ steps, view }) => {
    const round = steps.length;
    if (round === 0) return deploy(`${id}.bpmn`);
    if (round === 1) return create(id, variables);
    if (view.get('case')?.['state'] !== 'ACTIVE' || round >= COMMANDS) return undefined;
    const pause = pauses[round];
    if (pause !== undefined) return wait(pause);
    return round < RANDOM_COMMANDS + 2 ? randomCommand(random, view, messages) : helpfulCommand(view, steps.at(-1)?.do);
  };
};

/** The same process under names of its own, so that many can run side by side. */
const named = (xml: string, id: string): string =>
  xml.replace('id="process"', `id="${id}"`).replaceAll(/(<bpmn:message id="(m\d)" name=")m\d/g, `$1$2-${id}`);

/** `count` processes of a seed, of those that are not too large. */
export const randomProcesses = (seed: number, count: number): Material => {
  const fits = (xml: string): boolean => xml.length < modelMax && [...xml.matchAll(waiting)].length >= waitingMin;
  const models = fc.sample(blocks, { seed, numRuns: count * 20 }).map(drawProcess).filter(fits).slice(0, count);
  if (models.length < count) throw new Error(`Expected ${count} processes of a fitting size, but there are only ${models.length}`);
  const ids = models.map((_xml, index) => `random-${seed}-${index + 1}`);
  return {
    title: `Random processes of seed ${seed}`,
    scriptMax: 30_000,
    files: Object.fromEntries(models.map((xml, index) => [`${ids[index]}.bpmn`, named(xml, ids[index]!)])),
    scripts: ids.map((id, index) => ({ name: id, now: startOfTime, choose: chosen(new Random(seed * 1_000 + index), id, [`m1-${id}`, `m2-${id}`]) })),
  };
};
