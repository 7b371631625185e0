import { afterAll, beforeAll, expect, it } from 'vitest';
import { databases } from '../../test/harness/databases.ts';
import { newFolder, sealAll, sealerOn } from '../../test/proof/seal-folder.ts';
import { taskOnly } from '../../test/server/models.ts';
import { openTestApp, succeeded, type TestApp } from '../../test/server/test-app.ts';
import { bytesOfBase64, isConsistent, readCheckpoint, readKey, rootByInclusion, sameHash, verifySignatures, type Hash } from '../../engine/proof/index.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { verifyEd25519 } from '../../runtime/seal/signing-keys.ts';
import type { Sealer } from '../../runtime/seal/sealer.ts';

let app: TestApp;
let sealer: Sealer;
const folder = newFolder();
beforeAll(async () => {
  app = await openTestApp(await databases[1]!.open());
  succeeded(await app.deploy({ 'task.bpmn': taskOnly('task') }));
  sealer = await sealerOn(app.runtime, folder.path, app.runtime.log);
}, 60_000);
afterAll(async () => {
  await app.close();
  folder.remove();
});

const hashes = (texts: unknown): Hash[] => (texts as string[]).map((text) => bytesOfBase64(text)!);

it('the log is offered as signed checkpoints with proofs between them, and of each step', async () => {
  expect((await app.get('/api/log/checkpoint')).status).toBe(404);
  await app.start('task');
  await sealAll(sealer);
  const first = readCheckpoint(succeeded(await app.get('/api/log/checkpoint')).text);
  const stream = await app.start('task');
  await sealAll(sealer);
  const answer = await app.get('/api/log/checkpoint');
  expect(answer.type).toBe('text/plain; charset=utf-8');
  const second = readCheckpoint(answer.text);
  expect(readCheckpoint((await app.get(`/api/log/checkpoint?size=${first.size}`)).text)).toEqual(first);

  const { body: keys } = await app.get('/api/log/keys');
  expect(keys['origin']).toBe(app.runtime.log);
  const [key] = keys['keys'] as unknown as readonly { readonly key: string; readonly fingerprint: string }[];
  expect(key!.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  expect(await verifySignatures(second, [readKey(key!.key, sha256)], verifyEd25519)).toHaveLength(1);

  const { body: consistency } = await app.get(`/api/log/consistency?from=${first.size}&to=${second.size}`);
  expect(isConsistent(first, second, hashes(consistency['proof']), sha256)).toBe(true);
  const { body: file } = await app.get(`/api/streams/${stream}/verdict`);
  const { body: inclusion } = await app.get(`/api/log/inclusion?stream=${stream}&seq=0&size=${second.size}`);
  const head = (file['chain'] as unknown as { head: { hash: string; seq: number } }).head;
  expect(head.seq).toBe(0);
  const root = rootByInclusion(Buffer.from(head.hash, 'base64url'), { index: Number(inclusion['index']), size: second.size, proof: hashes(inclusion['proof']) }, sha256);
  expect(sameHash(root!, second.root)).toBe(true);
});

it('what the log has not got is said', async () => {
  expect((await app.get('/api/log/consistency?from=1&to=999999')).body['detail']).toMatch(/^Expected a log of 999999 leaves, but it has \d+$/);
  expect((await app.get('/api/log/consistency?from=3&to=2')).status).toBe(400);
  expect((await app.get('/api/log/inclusion?stream=16777216&seq=99&size=1')).status).toBe(404);
  expect((await app.get('/api/log/checkpoint?size=1')).body['detail']).toBe('Expected a checkpoint of 1 leaves, but none was signed');
  expect((await app.post('/api/log/cosignatures', { size: 1, line: 'x' })).status).toBe(404);
});
