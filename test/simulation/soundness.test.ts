/**
 * What is found about the soundness of a process is what its cases do: a way that is told of leads there in the token game,
 * and where nothing was found random play never comes to a stop. Random processes are sound as they are drawn; with a
 * gateway changed for one of another kind many are not.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileBpmn, type Graph } from '../../engine/bpmn/index.ts';
import { explore, type Stop } from '../../engine/bpmn/soundness/explore.ts';
import type { Move } from '../../engine/bpmn/soundness/move.ts';
import type { Executable } from '../../engine/case/index.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { CaseDriver } from '../case/case-driver.ts';
import { runsOf, seedOf } from '../harness/runs.ts';
import { Random } from './random.ts';
import { blocks, drawProcess } from './random-process.ts';

const runs = runsOf(60, 10_000);
/** Most random processes are looked at in full with this. */
const effort = 4_000;
const seed = seedOf('soundness');

/** The data decide what is chosen: every condition is a variable of its own. */
const withFreeConditions = (xml: string): string =>
  xml.replaceAll(/(<bpmn:sequenceFlow id="([^"]+)"[^>]*><bpmn:conditionExpression>)=[^<]*/g, '$1=c_$2 = true');

const kinds = ['parallelGateway', 'exclusiveGateway', 'inclusiveGateway'] as const;
const gateway = /<bpmn:(parallel|exclusive|inclusive)Gateway id="((?:join|merge|fork)\d+)"[^>]*\/?>(?:<\/bpmn:\w+Gateway>)?/g;

/** One gateway without conditions becomes one of another kind; `undefined` where there is none. */
const withAnotherGateway = (xml: string, which: number, kind: number): string | undefined => {
  const found = [...xml.matchAll(gateway)];
  const [text = '', , id = ''] = found[which % Math.max(1, found.length)] ?? [];
  return found.length === 0 ? undefined : xml.replace(text, `<bpmn:${kinds[kind % kinds.length] ?? kinds[0]} id="${id}"/>`);
};

const executableOf = async (xml: string): Promise<Executable<Graph> | undefined> => {
  const compilation = await compileBpmn(xml, feelEngine);
  return compilation.ok ? (compilation.definitions[0]?.executable as Executable<Graph>) : undefined;
};

const everything: JsonObject = { x: 1, kind: 'k', who: 'ann', key: 'k', seen: 1 };

/** What the data must be for the choices that follow one move; `undefined` when one element has to choose in two ways. */
const dataFor = (graph: Graph, moves: readonly Move[]): JsonObject | undefined => {
  const data: Record<string, boolean> = {};
  const chosen = new Map<string, string>();
  for (const move of moves) {
    if (move.type !== 'choose') continue;
    const flows = move.flows.join(' ');
    if ((chosen.get(move.element) ?? flows) !== flows) return undefined;
    chosen.set(move.element, flows);
    for (const flow of graph.node(move.element).outgoing) data[`c_${flow}`] = move.flows.includes(flow);
  }
  return data;
};

/** One move from outside, each with what is chosen after it. */
const movesApart = (moves: readonly Move[]): readonly (readonly Move[])[] => {
  const parts: Move[][] = [[]];
  for (const move of moves) {
    if (move.type !== 'choose') parts.push([]);
    parts.at(-1)?.push(move);
  }
  return parts;
};

const fire = (driver: CaseDriver, instance: number, target: string): void => {
  const timer = driver.state.timers.entries().find(([, other]) => other.instance === instance && other.target === target);
  const subscription = driver.state.subscriptions.entries().find(([, other]) => other.instance === instance && other.target === target);
  if (timer !== undefined) {
    driver.now = Math.max(driver.now, timer[1].due);
    driver.accept({ type: 'FireTimer', timer: timer[0] });
  } else driver.accept({ type: 'CorrelateMessage', subscription: subscription?.[0] ?? -1, message: '1', variables: {} });
};

const codeOf = (graph: Graph, event: string): string => {
  const { trigger } = graph.node(event);
  return trigger?.type === 'error' ? (trigger.code ?? 'other') : '';
};

const perform = (driver: CaseDriver, graph: Graph, move: Move, instance: number): void => {
  const { jobs, userTasks } = driver.state;
  const job = jobs.entries().find(([, other]) => other.instance === instance)?.[0];
  const task = userTasks.entries().find(([, other]) => other.instance === instance)?.[0];
  if (move.type === 'trigger') fire(driver, instance, move.event);
  else if (move.type === 'throw') driver.accept({ type: 'ThrowJobError', job: job ?? -1, errorCode: codeOf(graph, move.event), errorMessage: '', variables: {} });
  else if (job !== undefined) driver.accept({ type: 'CompleteJob', job, variables: {} });
  else if (task !== undefined) driver.accept({ type: 'CompleteUserTask', task, variables: {} });
  else fire(driver, instance, move.element);
};

/** The case after the way; `undefined` when it cannot be told which instance of an element is meant, or the data would differ. */
const play = (executable: Executable<Graph>, { moves }: Stop): CaseDriver | undefined => {
  const { model: graph } = executable;
  const driver = new CaseDriver(executable);
  for (const [index, part] of movesApart(moves).entries()) {
    const data = dataFor(graph, part);
    if (data === undefined) return undefined;
    if (index === 0) {
      driver.start({ ...everything, ...data });
      continue;
    }
    driver.accept({ type: 'SetVariables', scope: 0, variables: data, local: true });
    const [move] = part;
    if (move === undefined) continue;
    const [instance, other] = driver.instancesOf(move.element);
    if (instance === undefined) throw new Error(`Expected '${move.element}' to be active on the way, but active are ${driver.active.join(', ')}`);
    if (other !== undefined) return undefined;
    perform(driver, graph, move, instance);
  }
  return driver;
};

/** Nothing can go on. What does not interrupt may happen for ever, and moves nothing of what it stands at. */
const isStopped = ({ state, executable }: CaseDriver): boolean => {
  const goesOn = ([, { target }]: readonly [number, { readonly target: string }]): boolean => (executable.model as Graph).node(target).interrupting;
  return (
    state.status === 'active' &&
    [state.jobs, state.userTasks, state.incidents].every(({ size }) => size === 0) &&
    ![...state.timers.entries(), ...state.subscriptions.entries()].some(goesOn)
  );
};

/** Anything that can happen happens, whatever the data. */
const playAtRandom = (executable: Executable<Graph>, random: Random): CaseDriver => {
  const driver = new CaseDriver(executable);
  const conditions = executable.model.model.flows.filter(({ condition }) => condition !== null).map(({ id }) => `c_${id}`);
  const data = (): JsonObject => Object.fromEntries(conditions.map((name) => [name, random.chance(0.5)]));
  driver.start({ ...everything, ...data() });
  for (let step = 0; step < 40 && driver.state.status === 'active'; step += 1) {
    const { jobs, userTasks, timers, subscriptions } = driver.state;
    const waiting = [jobs, userTasks, timers, subscriptions].flatMap((table) => table.entries().map(([ordinal]) => ordinal));
    if (waiting.length === 0 || driver.state.incidents.size > 0) break;
    driver.accept({ type: 'SetVariables', scope: 0, variables: data(), local: true });
    const thing = random.pick(waiting);
    const timer = timers.get(thing);
    if (jobs.get(thing) !== undefined) driver.accept({ type: 'CompleteJob', job: thing, variables: {} });
    else if (userTasks.get(thing) !== undefined) driver.accept({ type: 'CompleteUserTask', task: thing, variables: {} });
    else if (timer !== undefined) {
      driver.now = Math.max(driver.now, timer.due);
      driver.accept({ type: 'FireTimer', timer: thing });
    } else driver.accept({ type: 'CorrelateMessage', subscription: thing, message: '1', variables: {} });
  }
  return driver;
};

describe('soundness', () => {
  it('a process of blocks never comes to a stop, and nothing else is said of it', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(blocks, async (block) => {
        const executable = await executableOf(withFreeConditions(drawProcess(block)));
        if (executable === undefined) throw new Error('Expected a drawn process to compile');
        const { stops, isComplete, canEnd } = explore(executable.model, effort);
        expect(stops).toEqual([]);
        expect(canEnd || !isComplete).toBe(true);
      }),
      { numRuns: runs, seed },
    );
  });

  it('a way that is told of leads there, and without one random play never stops', { timeout: 300_000 }, async () => {
    const seen = { led: 0, sound: 0 };
    await fc.assert(
      fc.asyncProperty(blocks, fc.nat(20), fc.nat(2), fc.nat(), async (block, which, kind, chance) => {
        const xml = withAnotherGateway(withFreeConditions(drawProcess(block)), which, kind);
        const executable = xml === undefined ? undefined : await executableOf(xml);
        if (executable === undefined) return;
        const { stops, isComplete } = explore(executable.model, effort);
        for (const stop of stops) {
          const driver = play(executable, stop);
          if (driver === undefined || driver.state.incidents.size > 0) continue;
          expect([isStopped(driver), stop.moves, driver.active]).toEqual([true, stop.moves, driver.active]);
          seen.led += 1;
        }
        if (stops.length > 0 || !isComplete) return;
        seen.sound += 1;
        const driver = playAtRandom(executable, new Random(chance));
        expect([isStopped(driver), driver.tokens()]).toEqual([false, driver.tokens()]);
      }),
      { numRuns: runs * 2, seed },
    );
    // Both must have been tried, else nothing was.
    expect(seen.led).toBeGreaterThan(0);
    expect(seen.sound).toBeGreaterThan(0);
  });
});
