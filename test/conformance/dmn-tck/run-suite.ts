/** Runs a folder laid out like the DMN TCK and counts per compliance level. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { compileDecisions, evaluateDecision, type DecisionFile, type DecisionModel, type ImportWanted } from '../../../engine/dmn/index.ts';
import type { Definitions } from '../../../engine/dmn/model/definitions.ts';
import { readDefinitions } from '../../../engine/dmn/model/read-definitions.ts';
import { Context, feelEngine, toText, type FeelValue } from '../../../engine/feel/index.ts';
import { javaUsers } from './external-functions.ts';
import { readTestFile, type TestCase, type TestFile } from './test-file.ts';
import { matches } from './test-value.ts';

export interface LevelCount {
  passed: number;
  total: number;
}

export interface TestFailure {
  readonly level: 2 | 3;
  /** Folder, test file and case. */
  readonly case: string;
  readonly result: string;
  readonly expected: string;
  readonly actual: string;
  readonly reason: string;
}

export interface SuiteResult {
  readonly level2: LevelCount;
  readonly level3: LevelCount;
  /** Cases that need external Java functions; counted in no level. */
  excluded: number;
  readonly failures: TestFailure[];
}

interface Folder {
  readonly model: DecisionModel | undefined;
  readonly definitions: Definitions | undefined;
  readonly problem: string;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The file that a test names, with or without its extension; without a good name the only one of the folder. */
function modelFile(folder: string, named: string): string | undefined {
  const files = readdirSync(folder).filter((entry) => entry.endsWith('.dmn'));
  return files.find((file) => file === named || file === `${named}.dmn`) ?? (files.length === 1 ? files[0] : undefined);
}

/** Another file of the folder with the wanted namespace, the one at the wanted location before others. */
function importedFile(folder: string, importer: string, { namespace, location = '' }: ImportWanted): DecisionFile | undefined {
  const isWanted = (file: string): boolean => file === basename(location);
  const files = readdirSync(folder).filter((entry) => entry.endsWith('.dmn') && entry !== importer)
    .toSorted((a, b) => Number(isWanted(b)) - Number(isWanted(a)));
  return files.map((name) => ({ name, xml: readFileSync(join(folder, name), 'utf8') })).find(({ xml }) => {
    const imported = readDefinitions(xml, true);
    return imported.ok && imported.definitions.namespace === namespace;
  });
}

function compileIn(folder: string, named: string): Folder {
  const file = modelFile(folder, named);
  if (file === undefined) return { model: undefined, definitions: undefined, problem: `Expected the decision file '${named}' beside the test, but there is none.` };
  const xml = readFileSync(join(folder, file), 'utf8');
  const reading = readDefinitions(xml, true);
  const compilation = compileDecisions(xml, feelEngine, { tolerant: true, resolveImport: (wanted) => importedFile(folder, file, wanted) });
  return {
    model: compilation.ok ? compilation.model : undefined,
    definitions: reading.ok ? reading.definitions : undefined,
    problem: compilation.ok ? '' : compilation.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message).join(' '),
  };
}

/** The id of the element of that kind and name; decisions, services and knowledge models may share names. */
function idOf(model: DecisionModel, { invocable }: TestCase, result: string): string {
  const wanted = invocable?.name ?? result;
  const found = [...model.unit.nodes.values()].find(({ kind, name }) => kind === (invocable?.kind ?? 'decision') && name === wanted);
  return found?.id ?? wanted;
}

/** A service with several outputs gives a context of them. */
function resultOf(value: FeelValue, model: DecisionModel, id: string, name: string): FeelValue {
  const node = model.find(id);
  const several = node?.kind === 'service' && node.outputs.length > 1 && node.outputs.some((output) => output.name === name);
  return several && value instanceof Context ? value.get(name) ?? null : value;
}

interface Outcome {
  readonly result: string;
  readonly expected: FeelValue;
  readonly actual: FeelValue;
  readonly reason: string;
}

/** The results that differ; none when the case passes. */
function runCase(test: TestCase, model: DecisionModel): readonly Outcome[] {
  const data = { get: (name: string) => test.inputs.get(name) };
  return test.results.flatMap(({ name, expected }) => {
    const id = idOf(model, test, name);
    const evaluation = evaluateDecision(model, id, data, { now: Date.now() });
    const actual = resultOf(evaluation.value, model, id, name);
    if (matches(expected, actual)) return [];
    const reason = evaluation.failure?.message ?? evaluation.warnings.map((warning) => model.warningText(warning)).join(' ');
    return [{ result: name, expected, actual, reason }];
  });
}

/** Deeper folders can only be links in a circle. */
const MAX_LEVELS = 12;

/** Test files under a folder, links followed; folders of cases that the TCK itself calls non-compliant are left out. */
function testFilesIn(folder: string, levels = MAX_LEVELS): readonly string[] {
  return readdirSync(folder).toSorted().flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
      return name === 'non-compliant' || levels === 0 ? [] : testFilesIn(path, levels - 1);
    }
    return name.endsWith('.xml') ? [path] : [];
  });
}

function levelOf(path: string, { labels }: TestFile): 2 | 3 {
  const inPath = /compliance-level-([23])/.exec(path)?.[1];
  if (inPath !== undefined) return inPath === '2' ? 2 : 3;
  return labels.includes('Compliance Level 2') ? 2 : 3;
}

/** What differs in one case; an error of ours counts as a difference, so that the other cases run. */
function outcomesOf(test: TestCase, { model, problem }: Folder): readonly Outcome[] {
  const failed = (reason: string): readonly Outcome[] => test.results.map(({ name, expected }) => ({ result: name, expected, actual: null, reason }));
  if (model === undefined) return failed(problem);
  try {
    return runCase(test, model);
  } catch (error) {
    return failed(messageOf(error));
  }
}

function runFile(path: string, file: TestFile, root: string, result: SuiteResult): void {
  const level = levelOf(path, file);
  const count = level === 2 ? result.level2 : result.level3;
  const folder = compileIn(dirname(path), file.modelName);
  const java = folder.definitions === undefined ? new Set<string>() : javaUsers(folder.definitions);
  for (const test of file.cases) {
    if (test.results.some(({ name }) => java.has(name))) {
      result.excluded += 1;
      continue;
    }
    count.total += 1;
    const id = `${relative(root, dirname(path)) || basename(dirname(path))} ${basename(path)} ${test.id}`;
    const outcomes = outcomesOf(test, folder);
    if (outcomes.length === 0) count.passed += 1;
    for (const { result: name, expected, actual, reason } of outcomes.slice(0, 1)) {
      result.failures.push({ level, case: id, result: name, expected: toText(expected), actual: toText(actual), reason });
    }
  }
}

/** Runs a test file; other XML is left alone. A file that cannot be read counts as one failed case. */
function runPath(path: string, root: string, result: SuiteResult): void {
  try {
    const file = readTestFile(path);
    if (file !== undefined) runFile(path, file, root, result);
  } catch (error) {
    const level = levelOf(path, { modelName: '', labels: [], cases: [] });
    (level === 2 ? result.level2 : result.level3).total += 1;
    result.failures.push({ level, case: relative(root, path), result: '', expected: 'a test file', actual: 'none', reason: messageOf(error) });
  }
}

/** A result to count up. */
export function noCases(): SuiteResult {
  return { level2: { passed: 0, total: 0 }, level3: { passed: 0, total: 0 }, excluded: 0, failures: [] };
}

/** Throws when the folder does not exist or holds no tests. */
export function runSuite(folder: string): SuiteResult {
  const root = resolve(folder);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`Expected a folder with DMN TCK cases, but there is no folder '${folder}'.`);
  }
  const result = noCases();
  for (const path of testFilesIn(root)) runPath(path, root, result);
  if (result.level2.total + result.level3.total + result.excluded === 0) {
    throw new Error(`Expected test files (*.xml with 'testCases') below '${folder}', but found none.`);
  }
  return result;
}
