/** A case file that somebody has: an auditor, without a server. */
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { CaseFileError, readCaseFile, type CaseFile, type Sha256 } from '../engine/journal/index.ts';
import { RequestError } from './client.ts';

export const sha256: Sha256 = (data) => createHash('sha256').update(data).digest();

/** What names a case on the command line: its key, or a file of `acta export`. */
export const isKey = (keyOrFile: string): boolean => /^\d+$/.test(keyOrFile);

/** @throws RequestError */
export const readFileOf = async (path: string): Promise<CaseFile> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new RequestError(`Expected the key of a case or a case file, but ${error instanceof Error ? error.message : String(error)}`);
  });
  try {
    return readCaseFile(text);
  } catch (error) {
    if (error instanceof CaseFileError) throw new RequestError(`${path}: ${error.message}`);
    throw error;
  }
};
