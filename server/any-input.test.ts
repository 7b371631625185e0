/** Whatever is sent to whatever operation: an answer or a problem of the client, never one of the server. */
import { checkpointStreamKey } from '../engine/checkpoint/checkpoint-stream.ts';
import { ranges } from '../engine/stream/ranges.ts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { errand, errandForm } from '../test/server/models.ts';
import { valueOf, type Schema } from '../test/server/random-value.ts';
import { openTestApp, succeeded, type Answer, type Body, type Method, type TestApp } from '../test/server/test-app.ts';

interface Operation {
  readonly method: Method;
  readonly path: string;
  readonly body: Schema | undefined;
  readonly query: readonly string[];
}

const runs = 500;

/** What waits for the end of a case or for a job would hold the test, as events do, which have no end. */
const atOnce = (body: unknown): unknown =>
  typeof body === 'object' && body !== null && !Array.isArray(body)
    ? { ...body, ...('awaitCompletion' in body ? { awaitCompletion: false } : {}), ...('maxJobsToActivate' in body ? { requestTimeout: -1 } : {}) }
    : body;

describe.each(databases)('any input on $kind', ({ open }) => {
  let app: TestApp;
  let operations: readonly Operation[];
  let schemas: Readonly<Record<string, Schema>>;
  let caseKey: string;

  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'errand.bpmn': errand, 'errand.form': errandForm }));
    caseKey = await app.start('errand', { variables: { total: 5 } });
    const description = succeeded(await app.get('/openapi.json')).body;
    schemas = description['components']!['schemas'] as unknown as Record<string, Schema>;
    operations = operationsOf(description).filter(({ path }) => path !== '/v2/deployments' && path !== '/api/events');
  });
  afterAll(() => app.close());

  const keys = (): string[] => Array.from({ length: 9 }, (_, ordinal) => String(BigInt(caseKey) + BigInt(ordinal)));
  /** What is noted of who came, and what the log says of itself, is no change. */
  const steps = async (): Promise<number> =>
    Number((await app.runtime.database.query<{ n: bigint }>('select count(*) n from step where stream >> 24 < $1 and stream <> $2', [ranges.access, checkpointStreamKey]))[0]?.n);

  test('is answered, or is a problem that says what was expected and changes nothing', async () => {
    const text = fc.oneof(fc.constantFrom(...keys()), fc.string({ unit: 'binary', maxLength: 30 }), fc.constantFrom('-1', '9'.repeat(24), '..', '%00', '%ff', ' '));
    const request = fc.constantFrom(...operations).chain((operation) =>
      fc.record({
        operation: fc.constant(operation),
        body: operation.body === undefined ? fc.constant(undefined) : valueOf(operation.body, schemas, keys()).map(atOnce),
        parameters: fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...keys()) }, text), { minLength: 2, maxLength: 2 }),
        query: fc.array(fc.tuple(fc.constantFrom(...operation.query, 'unknown'), text), { maxLength: operation.query.length }),
      }),
    );
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, async ({ operation: { method, path }, body, parameters, query }) => {
        let place = 0;
        const filled = path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(parameters[place++] ?? '1'));
        const search = query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&');
        const before = await steps();
        const answer = await app.send(method, search === '' ? filled : `${filled}?${search}`, body);
        statuses.add(answer.status);
        expect([answer.status < 500, answer.text]).toEqual([true, answer.text]);
        if (answer.status < 400) return;
        expectProblem(answer);
        expect(await steps()).toBe(before);
      }),
      { numRuns: runs },
    );
    // It is no test of one refusal only.
    expect([...statuses]).toEqual(expect.arrayContaining([200, 204, 400, 404]));
    expect(await app.runtime.database.query('select message from fault')).toEqual([]);
  }, 120_000);
});

const expectProblem = (answer: Answer): void => {
  expect(answer.type).toMatch(/^application\/problem\+json/);
  expect(answer.body).toMatchObject({ type: 'about:blank', status: answer.status, instance: expect.any(String) });
  expect(answer.body['title']).toMatch(/\w/);
  expect(answer.body['detail']).toMatch(/\w \w/);
};

const operationsOf = (description: Body): Operation[] =>
  Object.entries(description['paths'] as object).flatMap(([path, methods]: [string, Body]) =>
    Object.entries(methods).map(([method, operation]: [string, Body]) => ({
      method: method.toUpperCase() as Method,
      path,
      body: operation['requestBody']?.['content']?.['application/json']?.['schema'] as Schema | undefined,
      query: ((operation['parameters'] ?? []) as readonly Body[]).flatMap((parameter) => (parameter['in'] === 'query' ? [parameter['name'] as string] : [])),
    })),
  );
