/** `--variables` takes a JSON object, `@file` with one, or `@-` for standard input. */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { RequestError } from '../client.ts';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** @throws RequestError */
export const readVariables = async (option: string | undefined): Promise<Record<string, unknown>> => {
  if (option === undefined) return {};
  const value = parse(option.startsWith('@') ? await read(option.slice(1)) : option);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestError(`Expected --variables to be a JSON object such as '{"amount": 5}', but it is ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}`);
  return value as Record<string, unknown>;
};

const read = (path: string): Promise<string> =>
  (path === '-' ? text(process.stdin) : readFile(path, 'utf8')).catch((error: unknown) => {
    throw new RequestError(`Expected to read the variables from ${path}, but ${reasonOf(error)}`);
  });

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new RequestError(`Expected --variables to be a JSON object such as '{"amount": 5}', but it is no JSON: ${reasonOf(error)}`);
  }
};
