/** Compiles a statechart written in a test and drives a case of it. */
import { feelEngine } from '../../engine/feel/index.ts';
import type { JsonObject, Problem } from '../../engine/case/index.ts';
import { acceptedEvents, compileStatechart, type AcceptedEvent, type StatechartModel } from '../../engine/statechart/index.ts';
import { CaseDriver } from '../case/case-driver.ts';

/** `id` may be left out. */
export type Chart = { readonly [property: string]: unknown };

export const problemsOf = async (chart: Chart | string): Promise<readonly Problem[]> => {
  const json = typeof chart === 'string' ? chart : JSON.stringify({ id: 'test', ...chart });
  const compilation = await compileStatechart(json, feelEngine);
  return compilation.ok ? compilation.warnings : compilation.problems;
};

export const modelOf = async (chart: Chart): Promise<StatechartModel> => {
  const compilation = await compileStatechart(JSON.stringify({ id: 'test', ...chart }), feelEngine);
  if (!compilation.ok) throw new Error(compilation.problems.map(({ message }) => message).join('\n'));
  const [definition] = compilation.definitions;
  if (definition === undefined) throw new Error('Expected one definition, but there is none');
  return definition.executable.model as StatechartModel;
};

export class StatechartDriver extends CaseDriver {
  get model(): StatechartModel {
    return this.executable.model as StatechartModel;
  }

  accepted(): readonly AcceptedEvent[] {
    return acceptedEvents(this.model, this.state);
  }

  event(event: string, data: JsonObject = {}): this {
    this.accept({ type: 'SendEvent', event, data });
    return this;
  }

  rejectsEvent(event: string, data: JsonObject = {}): string {
    return this.reject({ type: 'SendEvent', event, data }).message;
  }
}

export const driverOf = async (chart: Chart): Promise<StatechartDriver> => {
  const compilation = await compileStatechart(JSON.stringify({ id: 'test', ...chart }), feelEngine);
  if (!compilation.ok) throw new Error(compilation.problems.map(({ message }) => message).join('\n'));
  const [definition] = compilation.definitions;
  if (definition === undefined) throw new Error('Expected one definition, but there is none');
  return new StatechartDriver(definition.executable);
};

export const drive = async (chart: Chart, variables: JsonObject = {}): Promise<StatechartDriver> =>
  (await driverOf(chart)).start(variables);
