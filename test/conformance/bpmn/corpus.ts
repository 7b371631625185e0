/** Conformance cases as data: models and scripts of what must happen. Kept outside the project. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../../engine/json/json.ts';

/** Suites whose cases are run; the others are about what may be deployed and what is kept of a file. */
export const suites = ['zeebe8', 'camunda7', 'patterns', 'betsy'] as const;
export type Suite = (typeof suites)[number];

/** What a file must hold once it was read; numbers by name of the element in the BPMN meta-model. */
export interface Content {
  readonly elements: { readonly [name: string]: number };
  readonly di: { readonly shapes: number; readonly edges: number; readonly planes: number };
  /** SHA-1 over the lines `id|source|target` of all sequence flows, sorted. */
  readonly sequenceFlowDigest: string;
}

/** One step has one verb; see the corpus's own description of the format. */
export interface ScriptStep {
  readonly start?: { readonly processId: string; readonly variables?: JsonObject };
  readonly complete?: string;
  readonly times?: number;
  readonly where?: { readonly assignee?: string; readonly candidateGroup?: string; readonly variables?: JsonObject };
  readonly throwError?: string;
  readonly errorCode?: string;
  readonly message?: { readonly name: string; readonly correlationKey?: string; readonly variables?: JsonObject; readonly ttl?: string };
  readonly expect?: 'rejected';
  readonly signal?: string;
  readonly advanceClock?: string;
  readonly advanceClockTo?: string;
  readonly setVariables?: JsonObject;
  readonly cancelInstance?: string;
  readonly deploy?: readonly string[];
  readonly variables?: JsonObject;
  readonly instance?: string;
  readonly scope?: string;
  readonly expectActive?: readonly string[];
  readonly expectWaiting?: readonly string[];
  readonly expectNotWaiting?: readonly string[];
  readonly expectEnded?: true | string;
  readonly expectRunning?: { readonly [process: string]: number };
  readonly expectVariables?: JsonObject;
  readonly expectTrace?: readonly string[];
  readonly expectTraceOrdered?: readonly string[];
  readonly expectTraceCount?: { readonly [mark: string]: number };
  readonly expectFault?: { readonly at: 'run' | 'deployOrRun'; readonly element?: string; readonly errorCode?: string };
  readonly expectDeployRejected?: true;
  readonly expectImportClean?: true;
  readonly expectImport?: Content | { readonly tolerant: true };
}

export interface ConformanceCase {
  readonly id: string;
  readonly suite: string;
  readonly feature: string;
  readonly group?: string;
  /** BPMN constructs in the models, such as `boundaryEvent:timer:nonInterrupting`. */
  readonly constructs?: readonly string[];
  readonly profile: 'zeebe' | 'bpmn';
  readonly files: readonly string[];
  readonly script: readonly ScriptStep[];
  readonly disputed?: unknown;
  readonly raceSensitive?: unknown;
  readonly engineDivergence?: unknown;
  /** Of a constraint: whether an engine must, should or need not care. */
  readonly tier?: 'must' | 'lint' | 'na';
}

/** A folder of suites: in each `cases.json`, and the models that its cases name. */
export interface Corpus {
  readonly folder: string;
  /** Names of the suites, sorted. */
  readonly suites: readonly string[];
  cases(suite: string): readonly ConformanceCase[];
  model(suite: string, file: string): string;
}

const declaration = /^(<\?xml[^>]*?\sencoding=)["']([\w.-]+)["']/;

/** Vendors write what their platform is used to; the declaration says which encoding that is. What is read then is text, which has none. */
const decode = (bytes: Uint8Array): string => {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const encoding = declaration.exec(head)?.[2] ?? 'utf-8';
  return new TextDecoder(encoding).decode(bytes).replace(declaration, '$1"UTF-8"');
};

/** A folder may also be one suite itself. */
export const openCorpus = (given: string): Corpus => {
  const folder = resolve(given);
  const isSuite = existsSync(join(folder, 'cases.json'));
  const folderOf = (suite: string): string => (isSuite ? folder : join(folder, suite));
  const found = isSuite
    ? [basename(folder)]
    : readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'cases.json'))).map(({ name }) => name);
  return {
    folder,
    suites: found.toSorted(),
    cases: (suite) => {
      const parsed = JSON.parse(readFileSync(join(folderOf(suite), 'cases.json'), 'utf8')) as
        | readonly ConformanceCase[]
        | { readonly cases: readonly ConformanceCase[] };
      return 'cases' in parsed ? parsed.cases : parsed;
    },
    model: (suite, file) => decode(readFileSync(join(folderOf(suite), file))),
  };
};

export const corpusFolder =
  process.env['ACTA_BPMN_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpora/bpmn', import.meta.url));

export const corpusMissing = existsSync(join(corpusFolder, 'zeebe8/cases.json'))
  ? undefined
  : `BPMN conformance was not run: expected its corpus in ${corpusFolder}, but it is not there. Set ACTA_BPMN_CORPUS to its folder.`;
