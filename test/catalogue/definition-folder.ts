/** Compiles what one folder of the catalogue holds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileBpmn } from '../../engine/bpmn/index.ts';
import { compileDecisions, type DecisionModel } from '../../engine/dmn/index.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import type { Answers, Compilation, CompiledDefinition, Json, Library } from '../../engine/case/index.ts';
import { compileStatechart } from '../../engine/statechart/index.ts';

export interface DefinitionFolder {
  readonly name: string;
  readonly definitions: readonly CompiledDefinition[];
  /** Warnings of the models, with the file they are about. */
  readonly warnings: readonly string[];
  /** Ids of the forms in `forms/`. */
  readonly forms: ReadonlySet<string>;
  readonly decisionIds: ReadonlySet<string>;
  /** What a case asks the outside: the newest decisions are those of the folder. */
  readonly answers: Answers;
  readonly library: Library;
  /** Names of the files in `scenarios/`. */
  readonly scenarios: readonly string[];
}

const filesIn = (folder: string, ending: string): string[] => {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(ending)).toSorted();
  } catch {
    return [];
  }
};

const compiled = (file: string, compilation: Compilation): Compilation & { ok: true } => {
  if (compilation.ok) return compilation;
  const problems = compilation.problems.map(({ message, line }) => `${file}:${line ?? 1} ${message}`);
  throw new Error(problems.join('\n'));
};

const compileModels = async (folder: string): Promise<{ definitions: CompiledDefinition[]; warnings: string[] }> => {
  const definitions: CompiledDefinition[] = [];
  const warnings: string[] = [];
  for (const file of [...filesIn(folder, '.bpmn'), ...filesIn(folder, '.statechart.json')]) {
    const source = readFileSync(join(folder, file), 'utf8');
    const compile = file.endsWith('.bpmn') ? compileBpmn : compileStatechart;
    const result = compiled(file, await compile(source, feelEngine));
    definitions.push(...result.definitions);
    warnings.push(...result.warnings.map(({ message, line }) => `${file}:${line ?? 1} ${message}`));
  }
  return { definitions, warnings };
};

const compileDecisionFiles = (folder: string) => {
  const models = new Map<string, DecisionModel>();
  const answers: { [question: string]: Json } = {};
  const decisionIds = new Set<string>();
  for (const file of filesIn(folder, '.dmn')) {
    const compilation = compileDecisions(readFileSync(join(folder, file), 'utf8'), feelEngine);
    if (!compilation.ok) throw new Error(`${file}: ${compilation.problems.map(({ message }) => message).join('; ')}`);
    models.set(file, compilation.model);
    for (const { id } of compilation.model.decisions) {
      answers[`decision:${id}`] = { key: '2', id, version: 1, hash: file };
      decisionIds.add(id);
    }
  }
  const library: Library = { decision: (hash) => models.get(hash) };
  return { answers, decisionIds, library };
};

const formIds = (folder: string): Set<string> =>
  new Set(filesIn(join(folder, 'forms'), '.form').map((file) => (JSON.parse(readFileSync(join(folder, 'forms', file), 'utf8')) as { id: string }).id));

export const readDefinitionFolder = async (root: string, name: string): Promise<DefinitionFolder> => {
  const folder = join(root, name);
  const models = await compileModels(folder);
  const scenarios = filesIn(join(folder, 'scenarios'), '.json');
  return { name, ...models, ...compileDecisionFiles(folder), forms: formIds(folder), scenarios };
};
