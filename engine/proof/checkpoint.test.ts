import { generateKeyPairSync, sign, verify as nodeVerify, createPublicKey, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sha256 as hashed } from '../../test/journal/history.ts';
import { checkpointText, readCheckpoint } from './checkpoint.ts';
import { cosignedMessage, keyText, NoteError, publicKey, readKey, readNote, signatureLine, signedMessage, verifySignatures, type KeyKind, type PublicKey, type VerifyEd25519 } from './signed-note.ts';

const sha256 = (data: Uint8Array): Uint8Array => new Uint8Array(hashed(data));

const verify: VerifyEd25519 = (key, message, signature) =>
  nodeVerify(null, message, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(key).toString('base64url') }, format: 'jwk' }), signature);

const keyPair = (name: string, kind: KeyKind): { readonly key: PublicKey; readonly secret: KeyObject } => {
  const { publicKey: open, privateKey: secret } = generateKeyPairSync('ed25519');
  return { key: publicKey({ name, kind, key: new Uint8Array(Buffer.from(open.export({ format: 'jwk' }).x!, 'base64url')) }, sha256), secret };
};

const log = keyPair('acta.example/log', 'log');
const witness = keyPair('witness.example/w1', 'witness');
const root = sha256(Buffer.from('root'));
const text = checkpointText({ origin: 'acta.example/log', size: 20_852_163, root });
const time = 1_763_892_000;
const note = `${text}\n${signatureLine(log.key, sign(null, signedMessage(text), log.secret))}${signatureLine(witness.key, sign(null, cosignedMessage(text, time), witness.secret), time)}`;

describe('a signed note', () => {
  it('is read and verified as the example of the format is', async () => {
    const key = readKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', sha256);
    const example = `If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
    expect(keyText(key)).toBe('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
    expect(await verifySignatures(readNote(example), [key], verify)).toEqual([{ key, time: null }]);
    await expect(verifySignatures(readNote(example.replace('answer', 'Answer')), [key], verify)).rejects.toThrow(NoteError);
  });

  it('is a checkpoint, with the times at which witnesses saw it', async () => {
    const checkpoint = readCheckpoint(note);
    expect(checkpoint).toMatchObject({ origin: 'acta.example/log', size: 20_852_163, root: root });
    expect(await verifySignatures(checkpoint, [readKey(keyText(log.key), sha256), readKey(keyText(witness.key), sha256)], verify)).toEqual([
      { key: log.key, time: null }, { key: witness.key, time },
    ]);
    expect(await verifySignatures(checkpoint, [], verify)).toEqual([]);
    expect(await verifySignatures(checkpoint, [keyPair('acta.example/log', 'log').key], verify)).toEqual([]);
  });

  it('is refused when a known key did not sign it so: another text, another time, a signature of another key', async () => {
    const refused = async (changed: string): Promise<void> => {
      await expect(verifySignatures(readCheckpoint(changed), [log.key, witness.key], verify)).rejects.toThrow('Expected the signature of');
    };
    await refused(note.replace('20852163', '20852164'));
    await refused(note.replace('acta.example/log\n', 'acta.example/other\n'));
    await refused(`${text}\n${signatureLine(witness.key, sign(null, cosignedMessage(text, time), witness.secret), time + 1)}`);
    await refused(`${text}\n${signatureLine(witness.key, sign(null, signedMessage(text), witness.secret))}`);
    await refused(`${text}\n${signatureLine(log.key, sign(null, signedMessage(text), witness.secret))}`);
  });

  it.each([
    ['', 'Expected a signed note'], [text, 'Expected a signed note'], [`${text}\n`, 'with 1 to 64 signatures'],
    [note.slice(0, -1), 'Expected a signed note'], [note.replace('\u2014', '-'), 'Expected a signature line'], [note.replace('\u2014 acta', '\u2014  acta'), 'Expected a signature line'],
    [note.replace('20852163', '020852163'), 'Expected the size of a log'], [note.replace('20852163', '-1'), 'Expected the size of a log'],
    [note.replace(/\n[^\n]+=\n\n/, '\nAAAA\n\n'), 'Expected the hash of a tree'], [note.replace('\n\n', '\nmore\n\n'), 'of three lines'],
    [note.replace('acta.example/log\n', 'two words\n'), 'to begin with the name of its log'], [note.replace('acta', 'ac\u0000ta'), 'without control characters'],
    [note.replace('acta', 'ac\ud800ta'), 'without control characters'],
  ])('must be written as the format says (%#)', (changed, message) => {
    expect(() => readCheckpoint(changed)).toThrow(message);
  });

  it.each(['', 'a+b', 'a+00000000+AA==', keyText(log.key).replace(/\+[0-9a-f]{8}\+/, '+00000000+')])('has keys that are whole (%#)', (key) => {
    expect(() => readKey(key, sha256)).toThrow(NoteError);
    expect(() => publicKey({ name: 'a b', kind: 'log', key: new Uint8Array(32) }, sha256)).toThrow('without spaces');
  });
});
