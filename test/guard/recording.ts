/**
 * The format of a recording: models, scripts of commands, and after each command what could be seen from outside.
 * A file is self-contained, and one step is one line of it, so that a difference in a review is readable.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export interface JsonObject {
  readonly [name: string]: Json;
}

const object = z.custom<JsonObject>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), 'Expected an object');

/** `{task check#1}` in a request stands for the key of what bears this name, see `subject.ts`. */
const request = z.strictObject({ request: z.string(), body: object.optional(), by: z.string().optional(), headers: z.record(z.string(), z.string()).optional() });
const deployment = z.strictObject({ deploy: z.array(z.string()) });
/** Seconds that pass; timers that become due fire in order. */
const pause = z.strictObject({ wait: z.number().min(0) });
const command = z.union([request, deployment, pause]);

const outcome = z.strictObject({
  /** Status of the answer; of a problem also its title and detail. */
  answer: z.string().optional(),
  /** What the answer says beyond that, without keys. */
  says: z.custom<Json>().optional(),
  /** Timers that fired, in order, with the seconds since the script began. */
  fired: z.array(z.string()).optional(),
  /** By subject: all of a new one, of another one what has changed, null when it is gone. */
  changes: z.record(z.string(), object.nullable()).optional(),
});

const script = z.strictObject({
  name: z.string(),
  /** When it begins, ISO 8601 in UTC. */
  now: z.iso.datetime(),
  steps: z.array(z.strictObject({ do: command, gives: outcome })),
  /** For each case, whether its journal holds and deciding again gives the same. */
  verified: z.array(z.boolean()),
});

const format = z.strictObject({ title: z.string(), files: z.record(z.string(), z.string()), scripts: z.array(script) });

export type Command = z.infer<typeof command>;
export type RequestCommand = z.infer<typeof request>;
export type Outcome = z.infer<typeof outcome>;
export type Step = Script['steps'][number];
export type Script = z.infer<typeof script>;
export type Recording = z.infer<typeof format>;

const folder = new URL('recordings', import.meta.url).pathname;

/** Names of the stored recordings. */
export const recordingNames = (): readonly string[] =>
  readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [])).toSorted();

export const readRecording = (name: string): Recording => {
  const recording = format.parse(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')));
  const names = recording.scripts.map((script) => script.name);
  const twice = names.find((other, index) => names.indexOf(other) !== index);
  if (twice !== undefined) throw new Error(`Expected the scripts of '${name}' to have names of their own, but '${twice}' stands twice`);
  return recording;
};

const text = (value: unknown): string => JSON.stringify(value);
const list = (lines: readonly string[]): string => (lines.length === 0 ? '' : `\n${lines.join(',\n')}\n`);

const scriptText = ({ name, now, verified, steps }: Script): string =>
  `{"name":${text(name)},"now":${text(now)},"verified":${text(verified)},"steps":[${list(steps.map(text))}]}`;

export const writeRecording = (name: string, { title, files, scripts }: Recording): void => {
  const models = Object.entries(files).map(([file, content]) => `${text(file)}:${text(content)}`);
  const content = `{"title":${text(title)},"files":{${list(models)}},"scripts":[${list(scripts.map(scriptText))}]}\n`;
  writeFileSync(join(folder, `${name}.json`), content);
};
