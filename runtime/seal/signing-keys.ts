/**
 * The keys that sign, as files of a folder: who owns the database has them not. Each is a private key in PEM (PKCS #8,
 * Ed25519). One that is called `*.retired` signs no more.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keyText, publicKey, signatureLine, signedMessage, cosignedMessage, type KeyKind, type PublicKey, type VerifyEd25519 } from '../../engine/proof/index.ts';
import { makePrivateFolder } from '../postgres/private-files.ts';
import { sha256 } from '../sha256.ts';

export const verifyEd25519: VerifyEd25519 = (key, message, signature) =>
  verify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') }, format: 'jwk' }), signature);

const bytesOf = (secret: KeyObject): Uint8Array => new Uint8Array(Buffer.from(createPublicKey(secret).export({ format: 'jwk' }).x ?? '', 'base64url'));

export class SigningKey {
  readonly open: PublicKey;
  readonly #secret: KeyObject;

  /** @throws Error when it is no Ed25519 key. */
  constructor(name: string, kind: KeyKind, pem: string) {
    this.#secret = createPrivateKey(pem);
    if (this.#secret.asymmetricKeyType !== 'ed25519') throw new Error(`Expected an Ed25519 key, but it is one for ${String(this.#secret.asymmetricKeyType)}`);
    this.open = publicKey({ name, kind, key: bytesOf(this.#secret) }, sha256);
  }

  get text(): string {
    return keyText(this.open);
  }

  /** The line under a checkpoint. */
  sign(text: string): string {
    return signatureLine(this.open, sign(null, signedMessage(text), this.#secret));
  }

  /** The same of a witness. @param time seconds since 1970 */
  cosign(text: string, time: number): string {
    return signatureLine(this.open, sign(null, cosignedMessage(text, time), this.#secret), time);
  }
}

export const makePem = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

export interface KeyFile {
  readonly file: string;
  readonly isRetired: boolean;
  readonly key: SigningKey;
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/** The keys of a log by the name of it. @throws Error that names the file which is no key. */
export const readKeys = async (folder: string, origin: string): Promise<KeyFile[]> => {
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const files: KeyFile[] = [];
  for (const name of names.filter((one) => /\.pem(?:\.retired)?$/.test(one)).sort()) {
    const file = join(folder, name);
    const pem = await readFile(file, 'utf8');
    try {
      files.push({ file, isRetired: name.endsWith('.retired'), key: new SigningKey(origin, 'log', pem) });
    } catch (error) {
      throw new Error(`Expected ${file} to be an Ed25519 private key in PEM, but it is not: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
  }
  return files;
};

/** A new key in the folder, for its owner alone. */
export const makeKey = async (folder: string, origin: string): Promise<KeyFile> => {
  await makePrivateFolder(folder);
  const pem = makePem();
  const key = new SigningKey(origin, 'log', pem);
  const file = join(folder, `${Buffer.from(key.open.id).toString('hex')}.pem`);
  await writeFile(file, pem, { mode: 0o600, flag: 'wx' });
  return { file, isRetired: false, key };
};

export const retireKeyFile = (file: string): Promise<void> => rename(file, `${file}.retired`);
