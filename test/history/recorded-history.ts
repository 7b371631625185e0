/**
 * Recorded histories: the journal that a release has written, stream by stream, as it stands in the database. Definitions
 * are in it, as sources of its deployments, so that a file needs nothing beside it.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const step = z.tuple([z.string(), z.string().nullable()]);
const format = z.strictObject({
  format: z.literal('acta-history/1'),
  log: z.string(),
  streams: z.array(z.strictObject({ stream: z.string(), steps: z.array(step) })),
});

export type RecordedHistory = z.infer<typeof format>;

const root = new URL('.', import.meta.url).pathname;
const sums = 'sums.json';

const filesIn = (release: string): string[] => readdirSync(join(root, release)).filter((file) => file.endsWith('.json') && file !== sums).toSorted();

/** Releases that have left histories. */
export const releases = (): string[] => readdirSync(root, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).toSorted();

export const historyNames = (release: string): string[] => filesIn(release).map((file) => file.slice(0, -'.json'.length));

export const readHistory = (release: string, name: string): RecordedHistory => format.parse(JSON.parse(readFileSync(join(root, release, `${name}.json`), 'utf8')));

/** SHA-256 of each file as it is, hex. */
export const sumsNow = (release: string): { readonly [name: string]: string } =>
  Object.fromEntries(filesIn(release).map((file) => [file, createHash('sha256').update(readFileSync(join(root, release, file))).digest('hex')]));

/** As it was when it was recorded. */
export const sumsThen = (release: string): { readonly [name: string]: string } => z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(join(root, release, sums), 'utf8')));

/** @throws Error when the release has histories already: they are frozen. */
export const requireNew = (release: string): void => {
  if (!/^v\d+(?:\.\d+)*$/.test(release)) throw new Error(`Expected a release like v3, but it is '${release}'`);
  if (existsSync(join(root, release))) throw new Error(`Expected a release without histories, but test/history/${release} is there, and what is recorded is never recorded again`);
};

/** One line a stream. */
const textOf = ({ log, streams }: RecordedHistory): string =>
  `{"format":"acta-history/1","log":${JSON.stringify(log)},"streams":[\n${streams.map((stream) => JSON.stringify(stream)).join(',\n')}\n]}\n`;

export const writeHistories = (release: string, histories: ReadonlyMap<string, RecordedHistory>): void => {
  requireNew(release);
  mkdirSync(join(root, release));
  for (const [name, history] of histories) writeFileSync(join(root, release, `${name}.json`), textOf(history));
  writeFileSync(join(root, release, sums), `${JSON.stringify(sumsNow(release), null, 2)}\n`);
};
