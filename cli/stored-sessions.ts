/** Sessions that `acta login` began, by the address of the server: in a file that only its owner reads. */
import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { RequestError } from './client.ts';

export interface StoredSession {
  /** As the server gave it: a secret. */
  readonly cookie: string;
  /** Id of who signed in. */
  readonly user: string;
}

type Sessions = { readonly [server: string]: StoredSession };

/** Where the settings of programs belong (XDG base directories). */
export const sessionsFile = ({ XDG_CONFIG_HOME: folder }: NodeJS.ProcessEnv): string =>
  join(folder === undefined || folder === '' ? join(homedir(), '.config') : folder, 'acta', 'sessions.json');

/** A server is the same with a stroke at the end of its address and without. */
const nameOf = (url: string): string => {
  if (!URL.canParse(url)) return url;
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
};

export class StoredSessions {
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** @throws RequestError when others could read the file, or it cannot be read */
  find(url: string): StoredSession | undefined {
    const sessions = this.#read();
    return Object.hasOwn(sessions, nameOf(url)) ? sessions[nameOf(url)] : undefined;
  }

  put(url: string, session: StoredSession): void {
    this.#write({ ...this.#read(), [nameOf(url)]: session });
  }

  delete(url: string): void {
    this.#write(Object.fromEntries(Object.entries(this.#read()).filter(([server]) => server !== nameOf(url))));
  }

  #read(): Sessions {
    let text: string;
    try {
      text = readFileSync(this.#file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw new RequestError(`Expected to read the sessions in ${this.#file}, but it fails: ${(error as Error).message}`, { cause: error });
    }
    // Windows has no such modes.
    if (process.platform !== 'win32' && (statSync(this.#file).mode & 0o077) !== 0)
      throw new RequestError(`Expected ${this.#file} to be for its owner only, but others may read it. Run 'chmod 600 ${this.#file}', and 'acta logout' if somebody could have`);
    try {
      const parsed: unknown = JSON.parse(text);
      if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Sessions;
    } catch {
      // told below
    }
    throw new RequestError(`Expected sessions in ${this.#file}, but it holds something else. Delete it and run 'acta login' again`);
  }

  /** Whole or not at all, and private from its first byte. */
  #write(sessions: Sessions): void {
    mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
    const draft = `${this.#file}.${process.pid}`;
    writeFileSync(draft, `${JSON.stringify(sessions, undefined, 2)}\n`, { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, this.#file);
  }
}
