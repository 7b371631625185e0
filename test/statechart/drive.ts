/** Compiles a statechart written in a test and drives a case of it. */
import { feelEngine } from '../../engine/feel/index.ts';
import type { CompiledDefinition, Problem } from '../../engine/case/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import { acceptedEvents, compileStatechart, type AcceptedEvent, type Statechart } from '../../engine/statechart/index.ts';
import { CaseDriver, type DriverOptions } from '../case/case-driver.ts';

/** `id` may be left out. */
export type Chart = { readonly [property: string]: unknown };

export const problemsOf = async (chart: Chart | string): Promise<readonly Problem[]> => {
  const json = typeof chart === 'string' ? chart : JSON.stringify({ id: 'test', ...chart });
  const compilation = await compileStatechart(json, feelEngine);
  return compilation.ok ? compilation.warnings : compilation.problems;
};

export const compiled = async (chart: Chart): Promise<CompiledDefinition> => {
  const compilation = await compileStatechart(JSON.stringify({ id: 'test', ...chart }), feelEngine);
  if (!compilation.ok) throw new Error(compilation.problems.map(({ message }) => message).join('\n'));
  const [definition] = compilation.definitions;
  if (definition === undefined) throw new Error('Expected one definition, but there is none');
  return definition;
};

export const statechartOf = async (chart: Chart): Promise<Statechart> => (await compiled(chart)).executable.model as Statechart;

export class StatechartDriver extends CaseDriver {
  get chart(): Statechart {
    return this.executable.model as Statechart;
  }

  accepted(): readonly AcceptedEvent[] {
    return acceptedEvents(this.chart, this.state);
  }

  event(event: string, data: JsonObject = {}): this {
    this.accept({ type: 'SendEvent', event, data });
    return this;
  }

  rejectsEvent(event: string, data: JsonObject = {}): string {
    return this.reject({ type: 'SendEvent', event, data }).message;
  }
}

export const driverOf = async (chart: Chart, options: DriverOptions = {}): Promise<StatechartDriver> =>
  new StatechartDriver((await compiled(chart)).executable, options);

export const drive = async (chart: Chart, variables: JsonObject = {}, options: DriverOptions = {}): Promise<StatechartDriver> =>
  (await driverOf(chart, options)).start(variables);
