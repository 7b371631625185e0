/** Asks the person at the terminal; what is asked for secretly is not shown. */
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { RequestError } from './client.ts';

const nowhere = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() });

/** Standard input that is no terminal gives its first line: `acta login li < password`. */
export const ask = async (question: string, { isSecret = false, input = process.stdin }: { readonly isSecret?: boolean; readonly input?: NodeJS.ReadStream } = {}): Promise<string> => {
  const terminal = input.isTTY === true;
  if (terminal) process.stderr.write(question);
  const lines = createInterface({ input, terminal, output: terminal && !isSecret ? process.stderr : nowhere() });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once('line', resolve);
      lines.once('SIGINT', () => reject(new RequestError('Expected an answer, but it was given up')));
      lines.once('close', () => reject(new RequestError('Expected an answer, but there is none')));
    });
  } finally {
    lines.close();
    if (terminal && isSecret) process.stderr.write('\n');
  }
};
