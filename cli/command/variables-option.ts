/** `--variables` takes a JSON object, `@file` with one, or `@-` for standard input. */
import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { RawJson, RequestError } from '../client.ts';

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** As it was written, for the server to judge. @throws RequestError */
export const readVariables = async (option: string | undefined): Promise<RawJson> => {
  if (option === undefined) return new RawJson('{}');
  const text = (option.startsWith('@') ? await read(option.slice(1)) : option).replace(/^\uFEFF/, '');
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestError(`Expected --variables to be a JSON object such as '{"amount": 5}', but it is ${Array.isArray(value) ? 'a list' : JSON.stringify(value)}`);
  return new RawJson(text);
};

const read = async (path: string): Promise<string> => {
  const bytes = await (path === '-' ? buffer(process.stdin) : readFile(path)).catch((error: unknown) => {
    throw new RequestError(`Expected to read the variables from ${path}, but ${reasonOf(error)}`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestError(`Expected the variables in ${path} to be text in UTF-8, but they are not. Save the file as UTF-8`);
  }
};

const parse = (json: string): unknown => {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new RequestError(`Expected --variables to be a JSON object such as '{"amount": 5}', but it is no JSON: ${reasonOf(error)}`);
  }
};
