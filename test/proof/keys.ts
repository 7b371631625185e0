/** Keys that are the same in every run, so that files of a corpus stay what they are. */
import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { cosignedMessage, publicKey, signatureLine, signedMessage, type KeyKind, type PublicKey } from '../../engine/proof/index.ts';
import { sha256 } from '../../runtime/sha256.ts';

/** PKCS #8 of Ed25519 (RFC 8410) is this and the 32 bytes of the key. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');

export interface TestKey {
  readonly open: PublicKey;
  sign(text: string, time?: number): string;
}

export const testKey = (name: string, kind: KeyKind, seed = name): TestKey => {
  const secret: KeyObject = createPrivateKey({ key: Buffer.concat([pkcs8, sha256(Buffer.from(seed))]), format: 'der', type: 'pkcs8' });
  const x = Buffer.from((secret.export({ format: 'jwk' }) as { x?: string }).x ?? '', 'base64url');
  const open = publicKey({ name, kind, key: new Uint8Array(x) }, sha256);
  return {
    open,
    sign: (text, time) => signatureLine(open, sign(null, time === undefined ? signedMessage(text) : cosignedMessage(text, time), secret), time),
  };
};
