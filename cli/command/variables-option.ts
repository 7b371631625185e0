/** `--variables` takes a JSON object or `@file` with one. */
import { readFile } from 'node:fs/promises';
import { RequestError } from '../client.ts';

export const readVariables = async (option: string | undefined): Promise<Record<string, unknown>> => {
  if (option === undefined) return {};
  const text = option.startsWith('@') ? await readFile(option.slice(1), 'utf8') : option;
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new RequestError('Expected --variables to be a JSON object, but it is something else');
  return value as Record<string, unknown>;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RequestError(`Expected --variables to be JSON, but ${error instanceof Error ? error.message : String(error)}`);
  }
};
