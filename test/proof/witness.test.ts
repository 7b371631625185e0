/** A witness on a machine of its own follows a log over HTTP; an authority of time stamps that openssl is. */
import { execFileSync } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../../cli/client.ts';
import { ForkError, Witness } from '../../cli/process/witness.ts';
import { verifyTimeStamp } from '../../cli/time-stamp.ts';
import { checkpointText, base64Of, readCheckpoint, verifySignatures, type Hash } from '../../engine/proof/index.ts';
import { consistencyProof, treeRoot, type ReadNode } from '../../engine/proof/merkle-tree.ts';
import { hashChildren } from '../../engine/proof/merkle-tree.ts';
import { requestTimeStamp } from '../../runtime/seal/time-stamps.ts';
import { makeKey, verifyEd25519 } from '../../runtime/seal/signing-keys.ts';
import { openRuntime } from '../../runtime/runtime.ts';
import { silentLog } from '../../runtime/port/log.ts';
import { sha256 } from '../../runtime/sha256.ts';
import { buildApp } from '../../server/app.ts';
import { databases } from '../harness/databases.ts';
import { createCase, deployModel } from '../runtime/open-test-runtime.ts';
import { taskProcess } from '../runtime/models.ts';
import { testKey } from './keys.ts';
import { newFolder, sealAll, sealerOn } from './seal-folder.ts';

const folder = newFolder();
afterAll(() => folder.remove());

describe('a witness', () => {
  it('cosigns the checkpoints of a server one after the other, and the server offers what it says', async () => {
    const database = await databases[1]!.open();
    const runtime = await openRuntime({ database });
    await deployModel(runtime, 'review.bpmn', taskProcess('review'));
    const origin = 'acta.example/log';
    const { key } = await makeKey(join(folder.path, 'server', 'keys'), origin);
    const sealer = await sealerOn(runtime, join(folder.path, 'server'), origin);
    const witnesses: string[] = [];
    const app = await buildApp({ runtime, proof: { origin, witnesses }, signal: { onWork: () => () => undefined }, reservedJobTypes: new Set(), log: silentLog });
    const client = new Client({ url: await app.listen({ port: 0, host: '127.0.0.1' }) });
    const open = () => Witness.open(client, { name: 'witness.example/w1', folder: join(folder.path, 'w1'), trust: [key.text] }, () => 1_763_900_000_000);
    const own = await open();
    await createCase(runtime, 'review');
    await sealAll(sealer);
    await expect(own.look()).rejects.toThrow('a witness of ACTA_WITNESSES');
    await app.close();
    witnesses.push(own.key.text);
    const again = await buildApp({ runtime, proof: { origin, witnesses }, signal: { onWork: () => () => undefined }, reservedJobTypes: new Set(), log: silentLog });
    const there = new Client({ url: await again.listen({ port: 0, host: '127.0.0.1' }) });
    const second = await Witness.open(there, { name: 'witness.example/w1', folder: join(folder.path, 'w1'), trust: [key.text] }, () => 1_763_900_000_000);
    expect(second.key.text).toBe(own.key.text);
    await createCase(runtime, 'review');
    await sealAll(sealer);
    const size = await second.look();
    const note = readCheckpoint(await there.getText('/api/log/checkpoint'));
    expect(note.size).toBe(size);
    expect((await verifySignatures(note, [own.key.open], verifyEd25519)).map(({ time }) => time)).toEqual([1_763_900_000]);
    expect(await second.look()).toBeUndefined();
    const stranger = await Witness.open(there, { name: 'w2', folder: join(folder.path, 'w2'), trust: [testKey(origin, 'log').open].map((other) => `${other.name}+${Buffer.from(other.id).toString('hex')}+${base64Of(Buffer.concat([Uint8Array.of(1), other.key]))}`) });
    await expect(stranger.look()).rejects.toThrow('Expected a checkpoint that is signed by a key of --trust');
    await again.close();
    await runtime.close();
    await database.close();
  }, 60_000);

  it('refuses a log that shows another history, or a shorter one, and goes on saying so', async () => {
    const log = testKey('forked.example', 'log');
    const leavesOf = (word: string, count: number): Hash[] => Array.from({ length: count }, (_, n) => sha256(Buffer.from(`${n < 3 ? '' : word}${n}`)));
    const nodesOf = (leaves: readonly Hash[]): ReadNode => (level, index) => {
      let row = leaves.slice(index * 2 ** level, (index + 1) * 2 ** level);
      while (row.length > 1) row = row.flatMap((left, at) => (at % 2 === 0 ? [hashChildren(left, row[at + 1]!, sha256)] : []));
      return row[0]!;
    };
    let leaves = leavesOf('one', 7);
    const posted: string[] = [];
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
      const url = new URL(request.url ?? '', 'http://localhost');
      if (request.method === 'POST') posted.push(url.pathname);
      if (url.pathname === '/api/log/checkpoint') {
        const text = checkpointText({ origin: log.open.name, size: leaves.length, root: await treeRoot(leaves.length, nodesOf(leaves), sha256) });
        return response.end(`${text}\n${log.sign(text)}`);
      }
      const [from, to] = ['from', 'to'].map((name) => Number(url.searchParams.get(name))) as [number, number];
      const proof = url.pathname.endsWith('consistency') ? (await consistencyProof(from, to, nodesOf(leaves), sha256)).map(base64Of) : [];
      return response.end(JSON.stringify({ proof }));
    };
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = new Client({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
    const key = `forked.example+${Buffer.from(log.open.id).toString('hex')}+${base64Of(Buffer.concat([Uint8Array.of(1), log.open.key]))}`;
    const own = await Witness.open(client, { name: 'w3', folder: join(folder.path, 'w3'), trust: [key] });
    expect(await own.look()).toBe(7);
    leaves = leavesOf('one', 20);
    expect(await own.look()).toBe(20);
    const signed = posted.length;
    for (const forked of [leavesOf('two', 30), leavesOf('two', 20), leavesOf('one', 10)]) {
      leaves = forked;
      await expect(own.look()).rejects.toThrow(ForkError);
    }
    expect(posted.length).toBe(signed);
    leaves = leavesOf('one', 21);
    expect(await own.look()).toBe(21);
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a time stamp', () => {
  const own = newFolder();
  const openssl = (...args: string[]): Buffer => execFileSync('openssl', args, { cwd: own.path, stdio: ['ignore', 'pipe', 'pipe'] });
  beforeAll(() => {
    writeFileSync(join(own.path, 'tsa.cnf'), `[tsa]\ndefault_tsa=t\n[t]\ndir=.\nserial=./serial\ncrypto_device=builtin\nsigner_cert=./tsa.pem\ncerts=./ca.pem\nsigner_key=./tsa.key\nsigner_digest=sha256\ndefault_policy=1.2.3.4.1\ndigests=sha256\naccuracy=secs:1\nordering=yes\ntsa_name=yes\ness_cert_id_chain=no\n[ext]\nextendedKeyUsage=critical,timeStamping\nbasicConstraints=CA:FALSE\n`);
    writeFileSync(join(own.path, 'serial'), '01\n');
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test Authority', '-days', '3650');
    openssl('req', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test Time Stamps');
    openssl('x509', '-req', '-in', 'tsa.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-out', 'tsa.pem', '-days', '3650', '-extfile', 'tsa.cnf', '-extensions', 'ext');
    openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'other.key', '-out', 'other.pem', '-subj', '/CN=Other Authority', '-days', '3650');
  }, 60_000);
  afterAll(() => own.remove());

  it('is asked of an authority over HTTP, kept as it came, and verified by those who trust the authority', async () => {
    let isRefusing = false;
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        writeFileSync(join(own.path, 'q.tsq'), isRefusing ? Buffer.from('3003020101', 'hex') : Buffer.concat(chunks));
        openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', 'q.tsq', '-out', 'r.tsr');
        response.end(readFileSync(join(own.path, 'r.tsr')));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const text = 'acta.example/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    const token = await requestTimeStamp(url, text);
    const [trusted, other] = ['ca.pem', 'other.pem'].map((name) => readFileSync(join(own.path, name), 'utf8')) as [string, string];
    expect(Math.abs((await verifyTimeStamp(token, text, trusted)) - Date.now() / 1_000)).toBeLessThan(600);
    await expect(verifyTimeStamp(token, text.replace('7', '8'), trusted)).rejects.toThrow(/message imprint mismatch/);
    await expect(verifyTimeStamp(token, text, other)).rejects.toThrow('Expected a time stamp of this checkpoint by an authority that is trusted');
    const changed = Buffer.from(token);
    changed[changed.length - 5]! ^= 1;
    await expect(verifyTimeStamp(changed, text, trusted)).rejects.toThrow('Expected a time stamp');
    isRefusing = true;
    await expect(requestTimeStamp(url, text)).rejects.toThrow('Expected the authority of time stamps to stamp a checkpoint, but it answered with status 2');
    await new Promise((resolve) => server.close(resolve));
  }, 60_000);
});
