/** Asks an authority (RFC 3161) to stamp a checkpoint. What it answers is kept as it came: who trusts it verifies it. */
import { randomBytes } from 'node:crypto';
import { sha256 } from '../sha256.ts';

const der = (tag: number, ...parts: readonly Uint8Array[]): Uint8Array => {
  const content = Buffer.concat(parts);
  // Nothing here is longer than 127 bytes, so that its length is one byte.
  return Buffer.concat([Uint8Array.of(tag, content.length), content]);
};

const sha256Algorithm = der(0x30, Buffer.from('0609608648016503040201', 'hex'), Uint8Array.of(0x05, 0x00));

/** TimeStampReq of RFC 3161 §2.4.1: version 1, the hash of the text, a nonce, and the wish for the certificates. */
export const timeStampRequest = (text: string, nonce: Uint8Array = Buffer.concat([Uint8Array.of(1), randomBytes(8)])): Uint8Array =>
  der(0x30, Uint8Array.of(0x02, 0x01, 0x01), der(0x30, sha256Algorithm, der(0x04, sha256(Buffer.from(text, 'utf8')))), der(0x02, nonce), Uint8Array.of(0x01, 0x01, 0xff));

/** Where the content of the first element of an element begins. */
const contentAt = (bytes: Uint8Array, at: number): number => {
  const length = bytes[at + 1] ?? 0;
  return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
};

/** PKIStatus of a TimeStampResp: 0 granted, 1 granted with modifications. */
const statusOf = (reply: Uint8Array): number | undefined => {
  const status = contentAt(reply, contentAt(reply, 0));
  return reply[0] === 0x30 && reply[status] === 0x02 ? reply[status + 2] : undefined;
};

const answerMs = 20_000;

/** The reply (TimeStampResp, DER). @throws Error when the authority cannot be reached or refuses. */
export const requestTimeStamp = async (url: string, text: string): Promise<Uint8Array> => {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/timestamp-query' }, body: Buffer.from(timeStampRequest(text)), signal: AbortSignal.timeout(answerMs) });
  const reply = new Uint8Array(await response.arrayBuffer());
  const status = response.ok ? statusOf(reply) : undefined;
  if (status !== 0 && status !== 1) throw new Error(`Expected the authority of time stamps to stamp a checkpoint, but it answered ${response.ok ? `with status ${String(status)}` : String(response.status)}`);
  return reply;
};
