/** Runs one conformance script step by step. */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { addDuration, parseDuration, parseInstant } from '../../../engine/time/instant.ts';
import type { JsonObject } from '../../../engine/json/json.ts';
import type { Ordinal } from '../../../engine/stream/index.ts';
import type { ConformanceCase, Corpus, ScriptStep } from './corpus.ts';
import { deploymentVerdict, importVerdict, isMissingFeature, missingFeatures } from './static-case.ts';
import { DeploymentRefused, SmallEngine, type RunningCase, type Work } from './small-engine.ts';
import type { Verdict } from './verdict.ts';


const sorted = (list: readonly string[]): readonly string[] => list.toSorted();
const orNull = (values: JsonObject, name: string): unknown => values[name] ?? null;

class ScriptRun {
  readonly #engine = new SmallEngine();
  readonly #read: (file: string) => string;
  readonly #started: RunningCase[] = [];

  constructor(read: (file: string) => string) {
    this.#read = read;
  }

  async deploy(files: readonly string[]): Promise<void> {
    for (const file of files) await this.#engine.deploy(this.#read(file));
  }

  async act(step: ScriptStep): Promise<boolean> {
    const engine = this.#engine;
    if (step.start !== undefined) this.#started.push(engine.start(step.start.processId, step.start.variables ?? {}));
    else if (step.complete !== undefined) this.#complete(step, step.complete);
    else if (step.throwError !== undefined)
      engine.throwError(this.#oldest(step.throwError, step), step.errorCode ?? '', step.variables ?? {});
    else if (step.message !== undefined) this.#publish(step, step.message);
    else if (step.advanceClock !== undefined) {
      const duration = parseDuration(step.advanceClock);
      engine.advanceTo(addDuration(engine.now, duration ?? { months: 0, ms: Number.NaN }));
    } else if (step.advanceClockTo !== undefined) engine.advanceTo(parseInstant(step.advanceClockTo) ?? Number.NaN);
    else if (step.setVariables !== undefined) this.#setVariables(step, step.setVariables);
    else if (step.signal !== undefined) engine.broadcast(step.signal, step.variables ?? {});
    else if (step.cancelInstance !== undefined) engine.act(this.#instance(step.cancelInstance), (driver) => driver.accept({ type: 'CancelCase' }));
    else if (step.deploy !== undefined) await this.deploy(step.deploy);
    else return false;
    engine.settle();
    return true;
  }

  #instance(name: string | undefined): RunningCase {
    const running = name === undefined ? this.#started.at(-1) : this.#started[Number(name.slice(1)) - 1];
    ok(running, `instance ${name ?? 'last'} was started`);
    return running;
  }

  #oldest(element: string, { where }: ScriptStep): Work {
    const found = this.#engine.work.find((work) => work.event.element === element && this.#engine.isOpen(work) && this.#fits(work, where));
    ok(found, `'${element}' is active and fits; active are ${JSON.stringify(this.#taskLike())}`);
    return found;
  }

  #fits({ of, event }: Work, where: ScriptStep['where']): boolean {
    if (where === undefined) return true;
    const seen = this.#engine.seenBy(of, event.instance);
    const { assignee, candidateGroup, variables = {} } = where;
    if (assignee !== undefined && !('assignee' in event && event.assignee === assignee)) return false;
    if (candidateGroup !== undefined && !('candidateGroups' in event && event.candidateGroups.includes(candidateGroup))) return false;
    return Object.entries(variables).every(([name, value]) => JSON.stringify(orNull(seen, name)) === JSON.stringify(value));
  }

  #complete(step: ScriptStep, element: string): void {
    for (let times = step.times ?? 1; times > 0; times -= 1) {
      this.#engine.complete(this.#oldest(element, step), step.variables ?? {});
      this.#engine.settle();
    }
  }

  #publish({ expect }: ScriptStep, { name, correlationKey, variables = {}, ttl }: NonNullable<ScriptStep['message']>): void {
    const engine = this.#engine;
    const lifetime = ttl === undefined ? null : parseDuration(ttl);
    const expires = lifetime === null ? 0 : addDuration(engine.now, lifetime);
    const key = correlationKey ?? (engine.hasOpenSubscription(name) ? 'k1' : '');
    const reached = engine.publish({ name, correlationKey: key, variables, expires });
    if (ttl === undefined) deepStrictEqual(reached, expect !== 'rejected', `message '${name}' reaches someone`);
  }

  #setVariables({ instance, scope }: ScriptStep, variables: JsonObject): void {
    const running = this.#instance(instance);
    const [ordinal = 0] = scope === undefined ? [0] : running.driver.instancesOf(scope);
    this.#engine.act(running, (driver) => driver.accept({ type: 'SetVariables', scope: ordinal, variables, local: true }));
  }

  #taskLike(): readonly string[] {
    const waitsForMessage = this.#engine.cases.flatMap(({ driver }) =>
      driver.state.elements.entries().flatMap(([, { element, kind }]) => (kind === 'receiveTask' ? [element] : [])),
    );
    const work = this.#engine.work.filter((item) => this.#engine.isOpen(item)).map(({ event }) => event.element);
    return sorted([...waitsForMessage, ...work]);
  }

  #waiting(): ReadonlySet<string> {
    return new Set(this.#engine.cases.flatMap(({ driver }) => driver.active));
  }

  check(step: ScriptStep): void {
    const { trace, cases } = this.#engine;
    if (step.expectActive !== undefined) deepStrictEqual(this.#taskLike(), sorted(step.expectActive), 'active');
    if (step.expectWaiting !== undefined) for (const id of step.expectWaiting) ok(this.#waiting().has(id), `'${id}' waits`);
    if (step.expectNotWaiting !== undefined) for (const id of step.expectNotWaiting) ok(!this.#waiting().has(id), `'${id}' does not wait`);
    if (step.expectEnded === true) for (const { driver } of cases) ok(driver.state.status !== 'active', `ended; active are ${JSON.stringify(driver.active)}`);
    if (typeof step.expectEnded === 'string') ok(this.#instance(step.expectEnded).driver.state.status !== 'active', 'ended');
    for (const [process, count] of Object.entries(step.expectRunning ?? {}))
      deepStrictEqual(cases.filter((running) => running.process === process && running.driver.state.status === 'active').length, count, `running of ${process}`);
    if (step.expectVariables !== undefined) this.#checkVariables(step, step.expectVariables);
    if (step.expectTrace !== undefined) deepStrictEqual(sorted(trace), sorted(step.expectTrace), 'trace');
    if (step.expectTraceOrdered !== undefined) deepStrictEqual(trace, step.expectTraceOrdered, 'trace in order');
    for (const [mark, count] of Object.entries(step.expectTraceCount ?? {}))
      deepStrictEqual(trace.filter((made) => made === mark).length, count, `count of mark ${mark}`);
  }

  #checkVariables({ instance, scope }: ScriptStep, expected: JsonObject): void {
    const running = this.#instance(instance);
    let actual = running.driver.variables();
    if (scope !== undefined) {
      const [ordinal]: readonly Ordinal[] = running.driver.instancesOf(scope);
      ok(ordinal !== undefined, `'${scope}' is active`);
      actual = this.#engine.seenBy(running, ordinal);
    }
    for (const [name, value] of Object.entries(expected)) deepStrictEqual(orNull(actual, name), value, `variable ${name}`);
  }

  /** Whether a case stands at an incident: at this element, of an error with this code, where they are given. */
  checkFault({ element, errorCode }: NonNullable<ScriptStep['expectFault']>): void {
    const found = this.#engine.cases.flatMap(({ driver }) =>
      driver.eventsOf('IncidentCreated').filter(({ ordinal }) => driver.state.incidents.has(ordinal)).map(({ instance, message }) => ({
        element: driver.state.elements.get(instance)?.element,
        message,
      })),
    );
    ok(found.length > 0, 'the action fails or leaves an incident');
    if (element !== undefined) ok(found.some((incident) => incident.element === element), `the incident is of '${element}'; incidents are of ${JSON.stringify(found)}`);
    if (errorCode !== undefined) ok(found.some(({ message }) => message.includes(`'${errorCode}'`)), `the incident is of the error '${errorCode}'; incidents are ${JSON.stringify(found)}`);
  }
}

const runScript = async (corpus: Corpus, { suite, files, script }: ConformanceCase): Promise<void> => {
  const run = new ScriptRun((file) => corpus.model(suite, file));
  await run.deploy(files);
  let failure: Error | undefined;
  for (const step of script) {
    if (step.expectFault !== undefined) {
      if (failure === undefined) run.checkFault(step.expectFault);
      return;
    }
    if (failure !== undefined) throw failure;
    try {
      if (!(await run.act(step))) run.check(step);
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
    }
  }
  if (failure !== undefined) throw failure;
};

/** Plays the script, or looks at the model where the case is about that alone. */
export const runCase = async (corpus: Corpus, conformance: ConformanceCase): Promise<Verdict> => {
  const [first] = conformance.script;
  if (first?.expectDeployRejected === true || first?.expectImportClean === true) return deploymentVerdict(corpus, conformance);
  if (first?.expectImport !== undefined) return importVerdict(corpus, conformance, first.expectImport);
  try {
    await runScript(corpus, conformance);
    return { outcome: 'passed' };
  } catch (error) {
    if (error instanceof DeploymentRefused) return ofRefusal(conformance, error);
    return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
};

const ofRefusal = ({ script }: ConformanceCase, { problems }: DeploymentRefused): Verdict => {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (script.at(-1)?.expectFault?.at === 'deployOrRun') return { outcome: 'passed' };
  if (errors.some(isMissingFeature)) return { outcome: 'unsupported', reason: missingFeatures(errors) };
  return { outcome: 'unsupported', reason: `refused: ${errors[0]?.message ?? ''}` };
};
