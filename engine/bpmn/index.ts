/** The door to the BPMN dialect. */
import type { FeelEngine } from '../feel/engine.ts';
import type { Compilation, CompiledDefinition } from '../case/compilation.ts';
import type { Executable } from '../case/decide.ts';
import { Compiler } from './compile/compiler.ts';
import { compileProcess } from './compile/compile-process.ts';
import { startFormIdOf } from './compile/user-task-definition.ts';
import { bpmnDialect } from './dialect.ts';
import type { ProcessModel } from './model.ts';
import { hasExecutableProcess } from './rule/executable-process.ts';
import { extension, type BpmnElement } from './source/bpmn-element.ts';
import { readXml } from './source/read-xml.ts';
import type { Report } from './source/report.ts';

export { bpmnDialect } from './dialect.ts';
export type { ProcessModel } from './model.ts';

const compileDefinition = (process: BpmnElement, feel: FeelEngine, report: Report): CompiledDefinition | undefined => {
  const compiler = new Compiler(feel, report);
  const startEvent = process.flowElements?.find(({ $type }) => $type === 'bpmn:StartEvent');
  const startFormId = startEvent === undefined ? null : startFormIdOf(startEvent, compiler);
  const model = compileProcess(process, compiler);
  if (model === undefined) return undefined;
  const questions = [...compiler.decisions].map((id) => ({ type: 'decision', id }) as const);
  const executable: Executable<ProcessModel> = { dialect: bpmnDialect, model, questions };
  return {
    id: model.id,
    name: process.name ?? null,
    versionTag: extension(process, 'VersionTag')?.value ?? null,
    startFormId,
    uses: {
      jobTypes: [...compiler.jobTypes].toSorted(),
      forms: [...compiler.forms].toSorted(),
      decisions: [...compiler.decisions].toSorted(),
    },
    executable,
  };
};

/** Compiles all executable processes of a BPMN file; one problem refuses all of them. */
export const compileBpmn = async (xml: string, feel: FeelEngine): Promise<Compilation> => {
  const reading = await readXml(xml);
  if (!reading.ok) return reading;
  const { definitions: root, report } = reading;
  hasExecutableProcess(root, report);
  const processes = (root.rootElements ?? []).filter(({ $type, isExecutable }) => $type === 'bpmn:Process' && isExecutable === true);
  const definitions = processes.flatMap((process) => compileDefinition(process, feel, report) ?? []);
  if (report.hasErrors) return { ok: false, problems: report.problems };
  return { ok: true, definitions, warnings: report.problems };
};
