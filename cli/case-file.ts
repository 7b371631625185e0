/** A case file that somebody has: an auditor, without a server. */
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { CaseFileError, readCaseFile, type CaseFile, type Sha256 } from '../engine/journal/index.ts';
import { NoteError, noTrust, readTrust, TrustError, type Trust } from '../engine/proof/index.ts';
import { RequestError } from './client.ts';

export const sha256: Sha256 = (data) => createHash('sha256').update(data).digest();

/** What names a case on the command line: its key, or a file of `acta export`. */
export const isKey = (keyOrFile: string): boolean => /^\d+$/.test(keyOrFile);

const textOf = (path: string, what: string): Promise<string> =>
  readFile(path).then(
    (bytes) => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
    (error: unknown) => {
      throw new RequestError(`Expected ${what}, but ${error instanceof Error ? error.message : String(error)}`);
    },
  );

/** @throws RequestError */
export const readFileOf = async (path: string): Promise<CaseFile> => {
  try {
    return readCaseFile(await textOf(path, 'the key of a case or a case file'));
  } catch (error) {
    if (error instanceof CaseFileError) throw new RequestError(`${path}: ${error.message}`);
    if (error instanceof TypeError) throw new RequestError(`${path}: Expected a case file in UTF-8, but it is not`);
    throw error;
  }
};

/** Whom an auditor trusts, from his own file. @throws RequestError */
export const readTrustOf = async (path: string | undefined): Promise<Trust> => {
  if (path === undefined) return noTrust;
  try {
    return readTrust(JSON.parse(await textOf(path, 'a file that says whom to trust')) as unknown, sha256);
  } catch (error) {
    if (error instanceof TrustError || error instanceof NoteError) throw new RequestError(`${path}: ${error.message}`);
    if (error instanceof SyntaxError || error instanceof TypeError) throw new RequestError(`${path}: Expected JSON that says whom to trust, but it is not`);
    throw error;
  }
};
