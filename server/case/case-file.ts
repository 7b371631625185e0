/** A case as one file for an auditor: its steps, what decided them, what people saw, and what proves that nothing is missing. */
import { caseFileOf, namedBy, openDetached, recordOf, withhold, type CaseFile } from '../../engine/journal/index.ts';
import type { Event } from '../../engine/case/index.ts';
import { proofOfStream } from '../../runtime/seal/case-proof.ts';
import type { LogReader } from '../../runtime/seal/log-reader.ts';
import { arrayLiteral } from '../../runtime/port/array-literal.ts';
import type { Queryable } from '../../runtime/port/database.ts';
import type { JournalStep } from '../../runtime/query/case-steps.ts';
import { sha256 } from '../../runtime/sha256.ts';

export interface FileOrder {
  readonly log: string;
  readonly reader: LogReader;
  /** ISO. */
  readonly made: string;
  /** Who asks. */
  readonly for: string | null;
  /** Names of variables and fields whose values are left out; `*`: all values. */
  readonly withhold: readonly string[];
}

/** The paths of a payload that hold a variable of these names. What a decision gave may be made of any. */
const pathsOf = ({ record, payload }: JournalStep, names: ReadonlySet<string>): string[] => {
  if (payload === null) return [];
  const { values } = JSON.parse(payload) as { readonly values: { readonly [path: string]: unknown } };
  const paths = Object.keys(values);
  if (names.has('*')) return paths;
  const { events } = openDetached<never, Event>(record, payload);
  return paths.filter((path) => {
    const [, index, field] = /^events\.(\d+)\.(.+)$/s.exec(path) ?? [];
    const [, command] = /^command\.(?:variables|data)\.(.+)$/s.exec(path) ?? [];
    const event = index === undefined ? undefined : events[Number(index)];
    const name = event?.type === 'VariableSet' ? event.name : (command ?? field ?? path.slice(path.indexOf('.') + 1));
    return names.has(name);
  });
};

const withoutValues = (step: JournalStep, names: ReadonlySet<string>): JournalStep => {
  if (names.size === 0 || step.payload === null || recordOf(step.record) === undefined) return step;
  const paths = pathsOf(step, names);
  return paths.length === 0 ? step : { ...step, payload: withhold(step.payload, paths, sha256) };
};

const sourcesOf = async (database: Queryable, hashes: readonly string[]): Promise<{ readonly [hash: string]: string }> => {
  const rows = await database.query<{ hash: string; content: string }>('select hash, content from resource where hash = any($1::text::text[])', [arrayLiteral(hashes)]);
  return Object.fromEntries(rows.map(({ hash, content }) => [hash, content]));
};

/** `steps` are all steps of the stream. */
export const makeCaseFile = async (database: Queryable, steps: readonly JournalStep[], { log, reader, made, for: who, withhold: names }: FileOrder): Promise<CaseFile> => {
  const [first] = steps;
  const shown = steps.map((step) => withoutValues(step, new Set(names)));
  const { definitions, forms } = namedBy(shown.map(({ record, payload }) => ({ record: Buffer.from(record).toString('utf8'), payload })));
  const proof = first === undefined ? null : await proofOfStream(database, reader, first.stream);
  return caseFileOf(shown, sha256, { log, sources: await sourcesOf(database, [...definitions, ...forms]), proof, made, for: who });
};
