/** Everything that tells who somebody is, put together: one per process. */
import { randomUUID } from 'node:crypto';
import { identityStreamKey, type IdentityCommand } from '../../engine/identity/index.ts';
import type { Identity, Result } from '../pipeline/submission.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Database } from '../port/database.ts';
import { ApiKeys } from './api-keys.ts';
import { Directory } from './directory.ts';
import { Passwords } from './passwords.ts';
import { Sessions, type SessionTimes } from './sessions.ts';

export class Identities {
  readonly directory: Directory;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly apiKeys: ApiKeys;
  readonly #pipeline: Pipeline;

  constructor({ database, pipeline }: { readonly database: Database; readonly pipeline: Pipeline }, times?: SessionTimes) {
    this.directory = new Directory(database);
    this.passwords = new Passwords(database);
    this.sessions = new Sessions(database, times);
    this.apiKeys = new ApiKeys(database);
    this.#pipeline = pipeline;
    this.directory.onChange(() => {
      this.passwords.forget();
      this.sessions.forget();
      this.apiKeys.forget();
    });
  }

  /** A command of the directory, on the record. */
  async command(command: IdentityCommand, identity: Identity & { readonly id?: string }): Promise<Result> {
    const result = await this.#pipeline.submit({ kind: 'command', stream: identityStreamKey, id: randomUUID(), ...identity, command });
    this.directory.changed();
    return result;
  }
}
