/** From the text of a `*.statechart.json` to an executable, or to the problems that refuse it. */
import type { FeelEngine } from '../feel/engine.ts';
import type { Compilation, Problem, Uses } from '../case/compilation.ts';
import type { Executable } from '../case/dialect.ts';
import { freezeDeep } from '../json/freeze-deep.ts';
import { jsonMistake } from '../json/json-mistake.ts';
import { literalUses, questionsOf } from '../work/uses.ts';
import { StateBuilder } from './build-state.ts';
import { Compiling } from './compiling.ts';
import { statechartDialect } from './dialect.ts';
import { statechartFormat, type StatechartFormat, type Text } from './format.ts';
import { formatProblems } from './format-problem.ts';
import type { StatechartModel } from './model.ts';
import { checkStatechart } from './rule/index.ts';
import { readSource, type Source } from './source.ts';
import { Statechart } from './statechart.ts';
import { Targets } from './target.ts';

interface Described {
  readonly title?: Text | undefined;
  readonly description?: Text | undefined;
}

const described = ({ title, description }: Described) => ({ title: title ?? null, description: description ?? null });

const buildModel = (format: StatechartFormat, compiling: Compiling): StatechartModel => {
  const targets = new Targets(format);
  for (const { id, property } of targets.duplicates)
    compiling.error(property, `Expected each id once, but '${id}' is the id of two states`);
  const builder = new StateBuilder(compiling, format, targets);
  builder.add(format, '', '', null);
  return freezeDeep({
    id: format.id,
    parameters: Object.entries(format.parameters ?? {}).map(([name, parameter]) => ({ name, value: parameter.value, ...described(parameter) })),
    context: compiling.assignments(format.context, 'context'),
    events: Object.entries(format.events ?? {}).map(([name, event]) => ({ name, formId: event.formId ?? null, ...described(event) })),
    states: builder.states.map((state) => (state.parent === null ? { ...state, name: format.name ?? state.name } : state)),
  });
};

const withLine = (source: Source) => (problem: Problem): Problem => {
  const line = problem.line ?? source.lineOf(problem.element ?? '');
  return { ...problem, line };
};

const read = (json: string): Source | Problem => {
  try {
    return readSource(json);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
    const { message, ...place } = jsonMistake(json);
    return { severity: 'error', message: `Expected a statechart as JSON, but it is not: ${message}`, ...place };
  }
};

const usesOf = ({ states, events }: StatechartModel, startFormId: string | null): Uses =>
  literalUses(
    states.flatMap(({ invocations }) => invocations.map(({ work }) => work)),
    [startFormId, ...events.map(({ formId }) => formId)],
  );

const runnable = (chart: Statechart, uses: Uses): Executable => ({ dialect: statechartDialect, model: chart, questions: questionsOf(uses) });

/** Runs a model, also one that was compiled elsewhere. */
export const executableStatechart = (model: StatechartModel, uses: Uses): Executable => runnable(new Statechart(model), uses);

const refused = (problems: readonly Problem[]): Compilation => ({ ok: false, problems });

/** Compiles the text of one definition. Problems carry the path of the property and its line. */
export const compileStatechart = async (json: string, feel: FeelEngine): Promise<Compilation> => {
  const source = read(json);
  if (!('value' in source)) return refused([source]);
  const parsed = statechartFormat.safeParse(source.value);
  if (!parsed.success) return refused([...source.problems, ...formatProblems(parsed.error, source.value).map(withLine(source))]);
  const format = parsed.data;
  const compiling = new Compiling(feel);
  const model = buildModel(format, compiling);
  const chart = new Statechart(model);
  const broken = compiling.problems.some(({ severity }) => severity === 'error');
  if (!broken) checkStatechart(chart, compiling);
  const problems = [...source.problems, ...compiling.problems.map(withLine(source))];
  if (problems.some(({ severity }) => severity === 'error')) return refused(problems);
  const { id, name = null, versionTag = null, startFormId = null } = format;
  const uses = usesOf(model, startFormId);
  const executable = runnable(chart, uses);
  return { ok: true, definitions: [{ id, name, versionTag, startFormId, starts: [], uses, model, executable }], warnings: problems };
};
