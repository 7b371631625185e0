/** The door to the BPMN dialect. */
import type { Compilation, CompiledDefinition, Uses } from '../case/compilation.ts';
import type { Executable } from '../case/dialect.ts';
import type { FeelEngine } from '../feel/engine.ts';
import { questionsOf } from '../work/uses.ts';
import { programOf } from '../work/expression.ts';
import { VariableNames } from '../work/misspelt.ts';
import { Compiler } from './compile/compiler.ts';
import { compileProcess } from './compile/compile-process.ts';
import { startFormIdOf } from './compile/user-task-definition.ts';
import { bpmnDialect } from './dialect.ts';
import { Graph } from './graph.ts';
import type { ProcessModel } from './model.ts';
import { hasExecutableProcess } from './rule/executable-process.ts';
import { extension, type BpmnElement } from './source/bpmn-element.ts';
import { globalTasksOf } from './source/global-tasks.ts';
import { readXml } from './source/read-xml.ts';
import { reportSoundness } from './soundness/index.ts';
import type { Report } from './source/report.ts';
import { startsOf } from './starts.ts';
import { usesOf } from './uses.ts';

export { bpmnDialect } from './dialect.ts';
export { Graph } from './graph.ts';
export type { FlowNode, ProcessModel, SequenceFlow } from './model.ts';

/** Names that are read, and those that mappings and results set. */
const warnOfNames = ({ nodes }: ProcessModel, { expressions, report }: Compiler): void => {
  const names = new VariableNames<BpmnElement>();
  for (const { inputs, outputs, work } of nodes) {
    for (const { path } of [...inputs, ...outputs]) names.sets(path[0]);
    if (work !== null && 'resultVariable' in work) names.sets(work.resultVariable);
  }
  for (const { element, expression } of expressions)
    if (expression.kind === 'feel') names.reads(element, expression.text, programOf(expression).names);
  for (const { owner, message, expression } of names.misspelt()) report.warning(owner, message, expression);
};

/** Runs a model, also one that was compiled elsewhere. */
export const executableProcess = (model: ProcessModel, uses: Uses): Executable => executableOn(new Graph(model), uses);

const executableOn = (graph: Graph, uses: Uses): Executable => ({ dialect: bpmnDialect, model: graph, questions: questionsOf(uses) });

const compileDefinition = (process: BpmnElement, feel: FeelEngine, report: Report, looksAhead: boolean): CompiledDefinition | undefined => {
  const compiler = new Compiler(feel, report);
  const startEvent = process.flowElements?.find(({ $type }) => $type === 'bpmn:StartEvent');
  const startFormId = startEvent === undefined ? null : startFormIdOf(startEvent, compiler);
  const model = compileProcess(process, compiler);
  if (model === undefined) return undefined;
  warnOfNames(model, compiler);
  const graph = new Graph(model);
  if (looksAhead) reportSoundness(graph, report);
  const uses = usesOf(model, startFormId);
  return {
    id: model.id,
    name: process.name ?? null,
    versionTag: extension(process, 'VersionTag')?.value ?? null,
    startFormId,
    starts: startsOf(model),
    uses,
    model,
    executable: executableOn(graph, uses),
  };
};

/** Compiles all executable processes of a BPMN file; one problem refuses all of them. */
export const compileBpmn = (xml: string, feel: FeelEngine): Promise<Compilation> => compile(xml, feel, true);

/** What was accepted once: nothing is looked for that would only be told. */
export const compileAcceptedBpmn = (xml: string, feel: FeelEngine): Promise<Compilation> => compile(xml, feel, false);

const compile = async (xml: string, feel: FeelEngine, looksAhead: boolean): Promise<Compilation> => {
  const reading = await readXml(xml);
  if (!reading.ok) return reading;
  const { definitions: root, report } = reading;
  hasExecutableProcess(root, report);
  const processes = [
    ...(root.rootElements ?? []).filter(({ $type, isExecutable }) => $type === 'bpmn:Process' && isExecutable === true),
    ...globalTasksOf(root),
  ];
  const definitions = processes.flatMap((process) => compileDefinition(process, feel, report, looksAhead) ?? []);
  if (report.hasErrors) return { ok: false, problems: report.problems };
  return { ok: true, definitions, warnings: report.problems };
};
