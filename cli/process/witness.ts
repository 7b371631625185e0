/**
 * `acta witness`: follows the log of an installation over HTTP and cosigns what is consistent with what it has signed
 * before, so that the installation cannot show one history to some and another to others. It keeps nothing but its key
 * and the newest checkpoint that it has signed. c2sp.org/tlog-witness, followed instead of called.
 */
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytesOfBase64, isConsistent, NoteError, readCheckpoint, readKey, verifySignatures, type Hash, type PublicKey, type SignedCheckpoint } from '../../engine/proof/index.ts';
import { makePem, SigningKey, verifyEd25519 } from '../../runtime/seal/signing-keys.ts';
import { sha256 } from '../case-file.ts';
import { RequestError, type Client } from '../client.ts';
import type { Output } from '../output.ts';
import type { Shutdown } from '../shutdown.ts';

export interface WitnessOptions {
  /** Public keys of the log, as its operator has given them. */
  readonly trust: readonly string[];
  readonly name: string;
  readonly folder: string;
  readonly everySeconds: number;
}

/** The log shows another history than before. Nothing of it is signed. */
export class ForkError extends Error {}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

const readIfThere = (path: string): Promise<string | undefined> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });

/** A file that is whole or not there, and on the disk before the signature is given away. */
const writeWhole = async (path: string, text: string): Promise<void> => {
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
};

export class Witness {
  readonly key: SigningKey;
  readonly #client: Client;
  readonly #folder: string;
  readonly #keys: readonly PublicKey[];
  readonly #now: () => number;

  private constructor(client: Client, key: SigningKey, { folder, keys, now }: { readonly folder: string; readonly keys: readonly PublicKey[]; readonly now: () => number }) {
    this.#client = client;
    this.key = key;
    this.#folder = folder;
    this.#keys = keys;
    this.#now = now;
  }

  /** Makes a key unless the folder has one. @throws NoteError */
  static async open(client: Client, { name, folder, trust }: Pick<WitnessOptions, 'name' | 'folder' | 'trust'>, now = Date.now): Promise<Witness> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, 'witness.pem');
    let pem = await readIfThere(path);
    if (pem === undefined) {
      pem = makePem();
      await writeFile(path, pem, { mode: 0o600, flag: 'wx' });
    }
    return new Witness(client, new SigningKey(name, 'witness', pem), { folder, keys: trust.map((text) => readKey(text, sha256)), now });
  }

  #stateOf(origin: string): string {
    return join(this.#folder, `${encodeURIComponent(origin)}.checkpoint`);
  }

  /** The size that it has signed; undefined: it had before. @throws ForkError, NoteError, RequestError */
  async look(): Promise<number | undefined> {
    const checkpoint = readCheckpoint(await this.#client.getText('/api/log/checkpoint'));
    await this.#requireSigned(checkpoint);
    const known = await readIfThere(this.#stateOf(checkpoint.origin));
    const before = known === undefined ? undefined : readCheckpoint(known);
    if (before !== undefined) await this.#requireContinued(before, checkpoint);
    if (before?.size === checkpoint.size) return undefined;
    const line = this.key.cosign(checkpoint.text, Math.floor(this.#now() / 1_000));
    await writeWhole(this.#stateOf(checkpoint.origin), `${checkpoint.text}\n${line}`);
    // It is signed whether the log wants to have it or not: it knows its witnesses by ACTA_WITNESSES.
    await this.#client.post('/api/log/cosignatures', { size: checkpoint.size, line });
    return checkpoint.size;
  }

  async #requireSigned(checkpoint: SignedCheckpoint): Promise<void> {
    const keys = this.#keys.filter(({ name }) => name === checkpoint.origin);
    if ((await verifySignatures(checkpoint, keys, verifyEd25519)).length === 0)
      throw new NoteError(`Expected a checkpoint that is signed by a key of --trust, but that of ${checkpoint.origin} is not`);
  }

  async #requireContinued(before: SignedCheckpoint, checkpoint: SignedCheckpoint): Promise<void> {
    if (checkpoint.size < before.size) throw new ForkError(`Expected the log ${checkpoint.origin} to have at least ${before.size} leaves, as when it was seen before, but it shows ${checkpoint.size}`);
    const { proof } = await this.#client.get<{ readonly proof: readonly string[] }>(`/api/log/consistency?from=${before.size}&to=${checkpoint.size}`);
    const hashes = proof.map((text) => bytesOfBase64(text)).filter((hash): hash is Hash => hash !== undefined);
    if (hashes.length !== proof.length || !isConsistent(before, checkpoint, hashes, sha256))
      throw new ForkError(`Expected the log ${checkpoint.origin} of ${checkpoint.size} leaves to begin with the ${before.size} that were seen before, but it shows another history. Keep ${this.#stateOf(checkpoint.origin)} and the new checkpoint: together they are the evidence`);
  }
}

const tell = (output: Output, value: { readonly [name: string]: unknown }, text: string): void => output.print({ at: new Date().toISOString(), ...value }, () => `${new Date().toISOString()} ${text}`);

/** A log that is away comes back; one that contradicts itself, or that nobody trusted has signed, does not. */
const lookOnce = async (own: Witness, output: Output): Promise<void> => {
  try {
    const size = await own.look();
    if (size !== undefined) tell(output, { signed: size }, `Signed the checkpoint of ${size} leaves`);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    tell(output, { refused: error.message }, error.message);
  }
};

export const witness = async (output: Output, client: Client, options: WitnessOptions, shutdown: Pick<Shutdown, 'first'>): Promise<void> => {
  const own = await Witness.open(client, options);
  tell(output, { witness: own.key.text }, `Witness ${own.key.text}`);
  await lookOnce(own, output);
  let looking = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking.then(() => lookOnce(own, output)).catch((error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(1);
    });
  }, options.everySeconds * 1_000);
  shutdown.first(async () => {
    clearInterval(timer);
    await looking;
  });
};
