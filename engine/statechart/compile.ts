/** From the text of a `*.statechart.json` to an executable, or to the problems that refuse it. */
import type { FeelEngine } from '../feel/engine.ts';
import type { Compilation, Problem, Uses } from '../case/compilation.ts';
import { StateBuilder } from './build-state.ts';
import { Compiling } from './compiling.ts';
import { statechartDialect } from './dialect.ts';
import { statechartFormat, type StatechartFormat } from './format.ts';
import { formatProblems } from './format-problem.ts';
import { buildMachine } from './machine.ts';
import { actionsOf, descendantsOf, type Blueprint, type StatechartModel } from './model.ts';
import { checkStatechart } from './rule/index.ts';
import { readSource, type Source } from './source.ts';
import { Targets } from './target.ts';

const buildBlueprint = (format: StatechartFormat, compiling: Compiling): Blueprint => {
  const targets = new Targets(format);
  for (const { id, property } of targets.duplicates)
    compiling.error(property, `Expected each id once, but '${id}' is the id of two states`);
  const root = new StateBuilder(compiling, format, targets).build(format, '', '', null);
  const states = descendantsOf(root);
  const all = [root, ...states];
  const parameters = Object.entries(format.parameters ?? {}).map(([name, { value, title, description }]) => ({
    name, value, title: title ?? null, description: description ?? null,
  }));
  const events = Object.entries(format.events ?? {}).map(([name, { title, description, formId }]) => [
    name, { title: title ?? null, description: description ?? null, formId: formId ?? null },
  ] as const);
  return {
    id: format.id,
    name: format.name ?? null,
    parameters,
    parameterValues: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
    context: compiling.assignments(format.context, 'context'),
    events: new Map(events),
    internalEvents: new Set(all.flatMap(actionsOf).flatMap((action) => (action.kind === 'raise' ? [action.event] : []))),
    root,
    states: new Map(states.map((state) => [state.path, state])),
    transitions: new Map(all.flatMap(({ transitions }) => transitions).map((transition) => [transition.id, transition])),
    invocations: new Map(all.flatMap(({ invocations }) => invocations).map((invocation) => [invocation.element, invocation])),
  };
};

const withLine = (source: Source) => (problem: Problem): Problem => {
  const line = problem.line ?? source.lineOf(problem.element ?? '');
  return { ...problem, line };
};

const read = (json: string): Source | Problem => {
  try {
    return readSource(json);
  } catch (error) {
    const because = error instanceof SyntaxError ? error.message : String(error);
    return { severity: 'error', message: `Expected a statechart as JSON, but the text is not JSON: ${because}` };
  }
};

/** Forms and literal job types. */
const usesOf = ({ invocations, events }: StatechartModel): Uses => {
  const works = [...invocations.values()].map(({ work }) => work);
  const jobTypes = works.flatMap((work) => (work.kind === 'job' && work.type.kind === 'literal' ? [work.type.value] : []));
  const taskForms = works.flatMap((work) => (work.kind === 'userTask' ? (work.formId ?? []) : []));
  const forms = [...taskForms, ...[...events.values()].flatMap(({ formId }) => formId ?? [])];
  const distinct = (names: readonly string[]): string[] => [...new Set(names)].toSorted();
  return { jobTypes: distinct(jobTypes), forms: distinct(forms), decisions: [] };
};

const refused = (problems: readonly Problem[]): Compilation => ({ ok: false, problems });

/** Compiles the text of one definition. Problems carry the path of the property and its line. */
export const compileStatechart = async (json: string, feel: FeelEngine): Promise<Compilation> => {
  const source = read(json);
  if (!('value' in source)) return refused([source]);
  const parsed = statechartFormat.safeParse(source.value);
  if (!parsed.success) return refused([...source.problems, ...formatProblems(parsed.error, source.value).map(withLine(source))]);
  const format = parsed.data;
  const compiling = new Compiling(feel);
  const blueprint = buildBlueprint(format, compiling);
  const broken = compiling.problems.some(({ severity }) => severity === 'error');
  if (!broken) checkStatechart(blueprint, compiling);
  const problems = [...source.problems, ...compiling.problems.map(withLine(source))];
  if (problems.some(({ severity }) => severity === 'error')) return refused(problems);
  const model: StatechartModel = { ...blueprint, machine: buildMachine(blueprint.root, [...blueprint.states.keys()]) };
  const { id, name = null, versionTag = null, startFormId = null } = format;
  const executable = { dialect: statechartDialect, model };
  const uses = usesOf(model);
  return { ok: true, definitions: [{ id, name, versionTag, startFormId, uses, executable }], warnings: problems };
};
