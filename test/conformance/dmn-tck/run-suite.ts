/** Runs a folder laid out like the DMN TCK and counts per compliance level. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { compileDecisions, evaluateDecision, type DecisionModel } from '../../../engine/dmn/index.ts';
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

function compileIn(folder: string, file: string): Folder {
  const xml = readFileSync(join(folder, file), 'utf8');
  const reading = readDefinitions(xml);
  const resolveImport = ({ namespace }: { readonly namespace: string }): string | undefined => {
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.dmn') && entry !== file)) {
      const candidate = readFileSync(join(folder, name), 'utf8');
      const imported = readDefinitions(candidate);
      if (imported.ok && imported.definitions.namespace === namespace) return candidate;
    }
    return undefined;
  };
  const compilation = compileDecisions(xml, feelEngine, { tolerant: true, resolveImport });
  return {
    model: compilation.ok ? compilation.model : undefined,
    definitions: reading.ok ? reading.definitions : undefined,
    problem: compilation.ok ? '' : compilation.problems.filter(({ severity }) => severity === 'error').map(({ message }) => message).join(' '),
  };
}

/** A service with several outputs gives a context of them. */
function resultOf(value: FeelValue, model: DecisionModel, invocable: string, name: string): FeelValue {
  const node = model.find(invocable);
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
    const evaluation = evaluateDecision(model, test.invocable ?? name, data, { now: Date.now() });
    const actual = test.invocable === undefined ? evaluation.value : resultOf(evaluation.value, model, test.invocable, name);
    if (matches(expected, actual)) return [];
    const reason = evaluation.failure?.message ?? evaluation.warnings.map(({ message }) => message).join(' ');
    return [{ result: name, expected, actual, reason }];
  });
}

/** Test files under a folder; folders of cases that the TCK itself calls non-compliant are left out. */
function testFilesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'non-compliant' ? [] : testFilesIn(path);
    return entry.name.endsWith('.xml') ? [path] : [];
  });
}

function levelOf(path: string, { labels }: TestFile): 2 | 3 {
  const inPath = /compliance-level-([23])/.exec(path)?.[1];
  if (inPath !== undefined) return inPath === '2' ? 2 : 3;
  return labels.includes('Compliance Level 2') ? 2 : 3;
}

function runFile(path: string, root: string, result: SuiteResult): void {
  const file = readTestFile(path);
  if (file === undefined) return;
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
    const outcomes = folder.model === undefined
      ? test.results.map(({ name, expected }) => ({ result: name, expected, actual: null, reason: folder.problem }))
      : runCase(test, folder.model);
    if (outcomes.length === 0) count.passed += 1;
    for (const { result: name, expected, actual, reason } of outcomes.slice(0, 1)) {
      result.failures.push({ level, case: id, result: name, expected: toText(expected), actual: toText(actual), reason });
    }
  }
}

/** Throws when the folder does not exist or holds no tests. */
export function runSuite(folder: string): SuiteResult {
  const root = resolve(folder);
  if (statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new Error(`Expected a folder with DMN TCK cases, but there is no folder '${folder}'.`);
  }
  const result: SuiteResult = { level2: { passed: 0, total: 0 }, level3: { passed: 0, total: 0 }, excluded: 0, failures: [] };
  for (const path of testFilesIn(root)) runFile(path, root, result);
  if (result.level2.total + result.level3.total + result.excluded === 0) {
    throw new Error(`Expected test files (*.xml with 'testCases') below '${folder}', but found none.`);
  }
  return result;
}
