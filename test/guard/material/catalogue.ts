/** Every scenario of the catalogue as a script. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDuration } from '../../../engine/time/instant.ts';
import { scenarioFormat, type Scenario, type ScenarioStep } from '../../catalogue/scenario.ts';
import type { Choose } from '../play.ts';
import type { Command, JsonObject } from '../recording.ts';
import type { View } from '../view.ts';
import { assign, cancel, complete, completeJob, create, deploy, failJob, publish, resolve, send, setVariables, throwError, updateJob, wait, type Material } from './material.ts';

const root = new URL('../../../definitions', import.meta.url).pathname;

const filesOf = (folder: string): readonly string[] => {
  const models = readdirSync(join(root, folder)).filter((name) => /\.(?:bpmn|dmn|statechart\.json)$/.test(name));
  return [...models, ...readdirSync(join(root, folder, 'forms')).map((name) => `forms/${name}`)].map((name) => `${folder}/${name}`);
};

/** Cases of several scripts run at the same time: what messages are told apart by gets the script's number. */
const withNumber = (scenario: string, number: number): string => scenario.replace(/PO-000142|H-2026-8|HT-2026-017/g, (key) => `${key}-${number}`);

/** The newest instance of the element with such a subject: `check#2`. */
const newest = (view: View, kind: string, fits: (row: JsonObject) => boolean, element?: string): string => {
  const found = [...view].findLast(([subject, row]) => subject.startsWith(`${kind} ${element === undefined ? '' : `${element}#`}`) && fits(row));
  if (found === undefined) throw new Error(`Expected an open ${kind} ${element ?? ''}, but there is none`);
  return found[0].slice(kind.length + 1);
};

const taskOf = (view: View, element: string): string => newest(view, 'task', ({ state }) => state === 'CREATED', element);
const jobOf = (view: View, type: string): string =>
  newest(view, 'job', (row) => row['type'] === type && ['CREATED', 'FAILED', 'RETRIES_UPDATED', 'ERROR_THROWN'].includes(row['state'] as string));
const incidentOf = (view: View, element: string): string => newest(view, 'incident', ({ state }) => state === 'ACTIVE', element);

const secondsOf = (duration: string): number => {
  const parsed = parseDuration(duration);
  if (parsed === null || parsed.months !== 0) throw new Error(`Expected a duration of days and time, but it is '${duration}'`);
  return parsed.ms / 1_000;
};

type Make = (view: View) => Command;

/** A step is one command or two; one that only expects is none. */
const commandsOf = (step: ScenarioStep): readonly Make[] => {
  if ('complete' in step) return [(view) => complete(taskOf(view, step.complete), step.variables, step.by)];
  if ('assign' in step) return [(view) => assign(taskOf(view, step.assign), step.to)];
  if ('event' in step) return [() => send(step.event, step.data, step.by)];
  if ('key' in step) {
    const life = step.timeToLive === undefined ? {} : { timeToLive: secondsOf(step.timeToLive) * 1_000 };
    return [() => publish(step.message, step.key, { variables: step.variables, ...life })];
  }
  if ('error' in step) return [(view) => throwError(jobOf(view, step.job), step.error, { errorMessage: step.message, variables: step.variables })];
  if ('fail' in step) return [(view) => failJob(jobOf(view, step.job), step.retries, { errorMessage: step.fail })];
  if ('job' in step) return [(view) => completeJob(jobOf(view, step.job), step.variables)];
  if ('resolve' in step) {
    const { retries } = step;
    const more: readonly Make[] = retries === undefined ? [] : [(view) => updateJob(newest(view, 'job', () => true, step.resolve), { retries })];
    return [...more, (view) => resolve(incidentOf(view, step.resolve))];
  }
  if ('wait' in step) return [() => wait(secondsOf(step.wait))];
  if ('set' in step) return [() => setVariables(step.set, { local: true })];
  return 'cancel' in step ? [() => cancel()] : [];
};

const chosenBy = (folder: string, files: readonly string[], { definition = folder, start, steps }: Scenario): Choose => {
  const begin = create(definition, start.variables);
  const makers: readonly Make[] = [() => deploy(...files), () => (start.by === undefined ? begin : { ...begin, by: start.by }), ...steps.flatMap(commandsOf)];
  return (play) => makers[play.steps.length]?.(play.view);
};

export const catalogue = (): Material => {
  const folders = readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  const all = folders.map((folder) => ({ folder, files: filesOf(folder), scenarios: readdirSync(join(root, folder, 'scenarios')).toSorted() }));
  const scripts = all.flatMap(({ folder, files, scenarios }) =>
    scenarios.map((file, index) => {
      const scenario = scenarioFormat.parse(JSON.parse(withNumber(readFileSync(join(root, folder, 'scenarios', file), 'utf8'), index + 1)));
      return { name: `${folder}/${file.replace('.json', '')}`, now: new Date(scenario.now).toISOString(), choose: chosenBy(folder, files, scenario) };
    }),
  );
  const contents = all.flatMap(({ files }) => files.map((file) => [file, readFileSync(join(root, file), 'utf8')] as const));
  return { title: 'The scenarios of the catalogue', files: Object.fromEntries(contents), scripts };
};
