import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestPglite } from '../../test/harness/pglite.ts';
import { openTestApp, type TestApp } from '../../test/server/test-app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await openTestApp(await createTestPglite());
}, 60_000);
afterAll(() => app.close());

test.each([
  ['a part of the path', '/api/forms/%00', 'formId'],
  ['a part of another path', '/v2/users/a%00b', 'username'],
  ['the query', '/api/people?q=%00', 'q'],
])('a zero character in %s is refused with its name', async (_where, url, name) => {
  const answer = await app.get(url);
  expect([answer.status, answer.body['detail']]).toEqual([400, `Expected '${name}' in the address to be a text that can be kept, but it has a zero character (\\u0000)`]);
});
