import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client, RequestError } from './client.ts';

let server: Server;
let url: string;
let headers: IncomingHttpHeaders;
let answer: { readonly status: number; readonly body: string };

beforeAll(async () => {
  server = createServer((request, response) => {
    headers = request.headers;
    response.writeHead(answer.status).end(answer.body);
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

test('the name of who acts may be in any language', async () => {
  answer = { status: 200, body: '{"a":1}' };
  expect(await new Client({ url, actor: '张三' }).get('/')).toEqual({ a: 1 });
  expect(Buffer.from(String(headers['acta-actor']), 'latin1').toString('utf8')).toBe('张三');
});

test('a name that no header can hold is refused before the server is asked', () => {
  expect(() => new Client({ url, actor: 'a\nb' })).toThrow("Expected --actor to be a name without control characters, but it is 'a\\nb'");
});

test.each([
  [404, '{"title":"NOT_FOUND","detail":"Command \'CANCEL\' rejected with code \'NOT_FOUND\': Expected a case"}', 'Expected a case'],
  [400, '{"title":"Bad Request"}', 'Bad Request'],
  [502, '<html>', /what answers there says only 502/],
  [200, '<html>', /speaks no JSON/],
])('what answers %i with %s is told to a person', async (status, body, told) => {
  answer = { status, body };
  await expect(new Client({ url }).post('/', {})).rejects.toThrow(told);
});

test('no server, and no address', async () => {
  await expect(new Client({ url: 'http://127.0.0.1:1' }).get('/')).rejects.toThrow(RequestError);
  await expect(new Client({ url: 'http://127.0.0.1:1' }).get('/')).rejects.toThrow(/cannot be reached/);
  expect(() => new Client({ url: 'ftp://x' })).toThrow(/Expected the server's address/);
});
