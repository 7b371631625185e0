/** Conformance cases as data: models and scripts of what must happen. Kept outside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../../engine/case/index.ts';

export const suites = ['zeebe8', 'camunda7', 'patterns', 'betsy'] as const;
export type Suite = (typeof suites)[number];

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
}

export interface ConformanceCase {
  readonly id: string;
  readonly suite: string;
  readonly profile: 'zeebe' | 'bpmn';
  readonly files: readonly string[];
  readonly script: readonly ScriptStep[];
  readonly disputed?: unknown;
  readonly tier?: 'must' | 'lint' | 'na';
}

export const corpusFolder =
  process.env['ACTA_BPMN_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpora/bpmn', import.meta.url));

export const corpusMissing = existsSync(join(corpusFolder, 'zeebe8/cases.json'))
  ? undefined
  : `BPMN conformance was not run: expected its corpus in ${corpusFolder}, but it is not there. Set ACTA_BPMN_CORPUS to its folder.`;

export const readSuite = (suite: string): readonly ConformanceCase[] => {
  const parsed = JSON.parse(readFileSync(join(corpusFolder, suite, 'cases.json'), 'utf8')) as
    | readonly ConformanceCase[]
    | { readonly cases: readonly ConformanceCase[] };
  return 'cases' in parsed ? parsed.cases : parsed;
};

export const readModel = (suite: string, file: string): string => readFileSync(join(corpusFolder, suite, file), 'utf8');
