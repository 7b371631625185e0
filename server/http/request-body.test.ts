import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { openTestApp, type TestApp } from '../../test/server/test-app.ts';

let app: TestApp;
let address: URL;
beforeAll(async () => {
  app = await openTestApp(await createTestPglite());
  address = new URL(await app.listen());
});
afterAll(() => app.close());

const MiB = 2 ** 20;

/**
 * A client that sends all before it reads, as most do; the first line of the answer to each of two
 * requests on one connection, so that the second shows that nothing was left of the first.
 */
const sendFirst = (head: string, body: Iterable<Buffer>): Promise<string[]> =>
  new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(address.port), address.hostname, () => void send().catch(reject));
    const send = async (): Promise<void> => {
      socket.pause();
      socket.write(`${head}\r\n\r\n`);
      for (const chunk of body) if (!socket.write(chunk)) await new Promise((drained) => socket.once('drain', drained));
      socket.write('GET /v2/license HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
      socket.resume();
    };
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => (received += text));
    socket.on('error', reject);
    socket.on('close', () => resolve(received.match(/HTTP\/1\.1 \d+ [^\r]*/g) ?? []));
  });

function* zeros(bytes: number): Iterable<Buffer> {
  const chunk = Buffer.alloc(64 * 1024, '0');
  for (let sent = 0; sent < bytes; sent += chunk.length) yield chunk.subarray(0, Math.min(chunk.length, bytes - sent));
}

function* chunked(body: Iterable<Buffer>): Iterable<Buffer> {
  for (const chunk of body) yield Buffer.concat([Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n')]);
  yield Buffer.from('0\r\n\r\n');
}

const post = (path: string, type: string, length: string): string => `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n${length}`;

const refused = ['HTTP/1.1 413 Payload Too Large', 'HTTP/1.1 200 OK'];

describe('a body that is too large is refused so that a client sees it', () => {
  it.each([5 * MiB, 40 * MiB])('with its length said: %i', async (bytes) => {
    expect(await sendFirst(post('/v2/process-instances', 'application/json', `Content-Length: ${bytes}`), zeros(bytes))).toEqual(refused);
  });

  it('in chunks', async () => {
    expect(await sendFirst(post('/v2/process-instances', 'application/json', 'Transfer-Encoding: chunked'), chunked(zeros(9 * MiB)))).toEqual(refused);
  });

  it.each([
    ['one file', 1, 20 * MiB],
    ['many files that are too large together', 40, MiB],
    ['more files than there may be', 600, 10],
  ])('as a deployment: %s', async (_what, files, bytes) => {
    const boundary = 'edge';
    function* parts(): Iterable<Buffer> {
      for (let number = 0; number < files; number += 1) {
        yield Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="resources"; filename="a${number}.form"\r\n\r\n`);
        yield* zeros(bytes);
        yield Buffer.from('\r\n');
      }
      yield Buffer.from(`--${boundary}--\r\n`);
    }
    const type = `multipart/form-data; boundary=${boundary}`;

    expect(await sendFirst(post('/v2/deployments', type, 'Transfer-Encoding: chunked'), chunked(parts()))).toEqual(refused);
  });

  it('and where nothing is, or its kind is not taken, too', async () => {
    expect(await sendFirst(post('/v2/nothing', 'application/json', `Content-Length: ${9 * MiB}`), zeros(9 * MiB))).toEqual(refused);
    expect(await sendFirst(post('/v2/process-instances', 'text/plain', `Content-Length: ${9 * MiB}`), zeros(9 * MiB))).toEqual(['HTTP/1.1 415 Unsupported Media Type', 'HTTP/1.1 200 OK']);
    expect(await sendFirst(`${post('/v2/process-instances', 'application/json', `Content-Length: ${9 * MiB}`)}\r\nOrigin: http://evil.example`, zeros(9 * MiB))).toEqual(['HTTP/1.1 403 Forbidden', 'HTTP/1.1 200 OK']);
  });

  it('with how large it may be', async () => {
    const response = await fetch(new URL('/v2/process-instances', address), { method: 'POST', headers: { 'content-type': 'application/json' }, body: Buffer.alloc(6 * MiB, ' ') });

    expect(await response.json()).toMatchObject({ status: 413, title: 'Content Too Large', detail: 'Expected a request of at most 4 MiB, but it is larger than the server accepts' });
  });
});
