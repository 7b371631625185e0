import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { errand, errandForm, taskOnly } from '../test/server/models.ts';
import { openTestApp, succeeded, type Method, type TestApp } from '../test/server/test-app.ts';

/** Method, path, body; then status, title and what the detail says. */
type Row = readonly [string, Method, string, unknown, number, string, string | RegExp];

const cursor = (place: readonly unknown[]): string => Buffer.from(JSON.stringify(place)).toString('base64');
const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
const create = '/v2/process-instances';
const tasks = '/v2/user-tasks/search';
const activation = '/v2/jobs/activation';
const job = { type: 't', timeout: 1_000, maxJobsToActivate: 1, requestTimeout: -1 };

const rows: readonly Row[] = [
  // Bodies
  ['no JSON', 'POST', create, '{"a":', 400, 'Bad Request', /^Request body cannot be parsed\. Expected JSON, but it is none: .*end of JSON/],
  ['endless arrays', 'POST', tasks, `{"filter":${'['.repeat(100_000)}${']'.repeat(100_000)}}`, 400, 'Bad Request', /filter/],
  ['a name twice', 'POST', create, '{"processDefinitionId":"task","variables":{"a":1,"a":2}}', 400, 'Bad Request', "Request body cannot be parsed. Expected every member once, but 'a' stands twice in one object"],
  ['an array as body', 'POST', create, [], 400, 'Bad Request', 'Request body cannot be parsed. Expected an object, but found an array'],
  ['null as body', 'POST', create, 'null', 400, 'Bad Request', 'Request body cannot be parsed. Expected an object, but found null'],
  ['__proto__', 'POST', create, '{"processDefinitionId":"task","__proto__":{"a":1}}', 400, 'Bad Request', 'Request body cannot be parsed. Expected no member called __proto__, but there is one'],
  ['__proto__ among variables', 'POST', create, '{"processDefinitionId":"task","variables":{"__proto__":{"a":1}}}', 400, 'Bad Request', /^Request body cannot be parsed\. /],
  ['a body that is too large', 'POST', create, { processDefinitionId: 'task', variables: { a: 'x'.repeat(4_300_000) } }, 413, 'Content Too Large', /larger than the server accepts/],
  // Properties
  ['an unknown property', 'POST', create, { processDefinitionId: 'task', colour: 1 }, 400, 'Bad Request', /^Request property \[colour\] cannot be parsed/],
  ['an unknown property that is null', 'POST', create, { processDefinitionId: 'task', colour: null }, 400, 'Bad Request', /^Request property \[colour\] cannot be parsed/],
  ['an unknown operator that is null', 'POST', tasks, { filter: { state: { colour: null } } }, 400, 'Bad Request', /^Request property \[filter\.state\.colour\] cannot be parsed/],
  ['an unknown filter', 'POST', tasks, { filter: { invalidField: 1 } }, 400, 'Bad Request', /^Request property \[filter\.invalidField\] cannot be parsed/],
  ['an unknown operator', 'POST', tasks, { filter: { processInstanceKey: { invalidOperator: '1' } } }, 400, 'Bad Request', /^Request property \[filter\.processInstanceKey\.invalidOperator\] cannot be parsed/],
  ['a key as number', 'POST', tasks, { filter: { processInstanceKey: 12 } }, 400, 'Bad Request', /^Request property \[filter\.processInstanceKey\] cannot be parsed\. .*found a number/],
  ['a key as number in a command', 'POST', create, { processDefinitionKey: 1 }, 400, 'Bad Request', 'Request property [processDefinitionKey] cannot be parsed. Expected a string, but found a number'],
  ['a key that is none', 'POST', create, { processDefinitionKey: 'meow' }, 400, 'Bad Request', /^Expected processDefinitionKey to be .*but it is 'meow'/],
  ['a text where a number belongs', 'POST', activation, { ...job, timeout: '5' }, 400, 'Bad Request', 'Request property [timeout] cannot be parsed. Expected a number, but found a string'],
  ['half a number', 'POST', activation, { ...job, timeout: 1.5 }, 400, 'Bad Request', /timeout/],
  ['variables that are no object', 'POST', create, { processDefinitionId: 'task', variables: [1] }, 400, 'Bad Request', 'Request property [variables] cannot be parsed. Expected an object of variables, but found an array'],
  ['a wrong enum value', 'POST', tasks, { filter: { state: 'SLEEPING' } }, 400, 'Bad Request', /^Unexpected value 'SLEEPING' for enum field 'filter\.state'\. Use any of the following values: \[CREATING, CREATED, /],
  ['a wrong sort field', 'POST', tasks, { sort: [{ field: 'colour' }] }, 400, 'Bad Request', /^Unexpected value 'colour' for enum field 'sort\[0\]\.field'/],
  ['no sort field', 'POST', tasks, { sort: [{ order: 'asc' }] }, 400, 'INVALID_ARGUMENT', 'No sort[0].field provided.'],
  ['a date without zone', 'POST', tasks, { filter: { creationDate: '2027-01-01T00:00:00' } }, 400, 'Bad Request', /date and time with zone/],
  ['a date that is none', 'POST', tasks, { filter: { creationDate: { $gt: '2027-02-30T00:00:00Z' } } }, 400, 'Bad Request', /filter\.creationDate\.\$gt to be a date and time with zone/],
  // Pages
  ['an empty page', 'POST', tasks, { page: { limit: 0 } }, 400, 'Bad Request', 'Expected page.limit to be at least 1, but it is 0'],
  ['too large a page', 'POST', tasks, { page: { limit: 10_001 } }, 400, 'Bad Request', 'Expected page.limit to be at most 10000, but it is 10001'],
  ['offset and cursor', 'POST', tasks, { page: { from: 0, after: 'x' } }, 400, 'Bad Request', /at most one of page\.from, page\.after and page\.before/],
  ['no cursor', 'POST', tasks, { page: { after: 'bm9wZQ==' } }, 400, 'Bad Request', /to be a cursor of a page of this search/],
  ...([
    ['creationDate', '2026'], ['creationDate', 'Jan 5'], ['creationDate', '0000-01-01T00:00:00.000Z'], ['creationDate', '+275760-09-13T00:00:00.000Z'],
    ['priority', 1e12], ['priority', '1'], ['name', 'a\u0000b'], ['name', 5], ['userTaskKey', 'x'],
  ] as const).map(([field, value]): Row => [
    `a cursor of our own making (${field} ${JSON.stringify(value)})`, 'POST', tasks,
    { sort: [{ field }], page: { after: cursor([field === 'userTaskKey' ? field : `${field},userTaskKey`, value, ...(field === 'userTaskKey' ? [] : ['1'])]) } },
    400, 'Bad Request', /to be a cursor of a page of this search/,
  ]),
  ['a date of no calendar', 'POST', tasks, { filter: { creationDate: '0000-01-01T00:00:00Z' } }, 400, 'Bad Request', /a year from 1/],
  ['a date of no time zone', 'PATCH', '/v2/user-tasks/1', { changeset: { dueDate: '2027-01-01T00:00:00+23:59' } }, 400, 'Bad Request', /a zone within 15 hours, but it is '2027-01-01T00:00:00\+23:59'/],
  // Arguments
  ['no job type', 'POST', activation, { timeout: 1, maxJobsToActivate: 1 }, 400, 'INVALID_ARGUMENT', 'No type provided.'],
  ['no timeout', 'POST', activation, { type: 't', maxJobsToActivate: 1 }, 400, 'INVALID_ARGUMENT', 'No timeout provided.'],
  ['no maximum', 'POST', activation, { type: 't', timeout: 1 }, 400, 'INVALID_ARGUMENT', 'No maxJobsToActivate provided.'],
  ['no assignee', 'POST', '/v2/user-tasks/1/assignment', undefined, 400, 'INVALID_ARGUMENT', 'No assignee provided.'],
  ['null as assignee', 'POST', '/v2/user-tasks/1/assignment', { assignee: null }, 400, 'INVALID_ARGUMENT', 'No assignee provided.'],
  ['no variables', 'PUT', '/v2/element-instances/1/variables', {}, 400, 'INVALID_ARGUMENT', 'No variables provided.'],
  ['neither id nor key', 'POST', create, {}, 400, 'INVALID_ARGUMENT', 'At least one of [processDefinitionId, processDefinitionKey] is required.'],
  ['both id and key', 'POST', create, { processDefinitionId: 'a', processDefinitionKey: '1' }, 400, 'INVALID_ARGUMENT', 'Only one of [processDefinitionId, processDefinitionKey] is allowed.'],
  ['another tenant', 'POST', '/v2/messages/publication', { name: 'm', tenantId: 'other' }, 400, 'INVALID_ARGUMENT', /tenant identifier '<default>', but it is 'other'/],
  ['an empty change', 'PATCH', '/v2/user-tasks/1', { changeset: {} }, 400, 'INVALID_ARGUMENT', /at least one of \[dueDate, /],
  ['an empty job change', 'PATCH', '/v2/jobs/1', { changeset: {} }, 400, 'INVALID_ARGUMENT', /at least one of \[retries, timeout\]/],
  ['a tag that is none', 'POST', create, { processDefinitionId: 'task', tags: ['1x'] }, 400, 'Bad Request', /tags\[0\]/],
  ['a tag twice', 'POST', create, { processDefinitionId: 'task', tags: ['a', 'a'] }, 400, 'Bad Request', /unique/],
  ['priority beyond 100', 'PATCH', '/v2/user-tasks/1', { changeset: { priority: 101 } }, 400, 'Bad Request', 'Expected changeset.priority to be at most 100, but it is 101'],
  // What the journal cannot hold
  ['a zero character', 'POST', create, { processDefinitionId: 'task', variables: { a: 'x\u0000' } }, 400, 'INVALID_ARGUMENT', /variables\.a to have no zero character/],
  ['half of a surrogate pair', 'POST', create, '{"processDefinitionId":"task","variables":{"a":"\\ud800"}}', 400, 'INVALID_ARGUMENT', /half of a surrogate pair/],
  ['too deep a value', 'POST', create, { processDefinitionId: 'task', variables: nested(70) }, 400, 'INVALID_ARGUMENT', /nested at most 64 levels/],
  ['a zero character beyond any depth', 'POST', create, `{"processDefinitionId":"task","variables":{"a":${'['.repeat(500_000)}"\\u0000"${']'.repeat(500_000)}}}`, 400, 'INVALID_ARGUMENT', /nested at most 64 levels/],
  ['a whole number that would become another', 'POST', create, '{"processDefinitionId":"task","variables":{"id":9007199254740993}}', 400, 'INVALID_ARGUMENT', 'Expected whole numbers that keep their value, but 9007199254740993 would become 9007199254740992. Send it as text'],
  ['an id with a zero character', 'POST', create, { processDefinitionId: 'ta\u0000sk' }, 400, 'INVALID_ARGUMENT', /zero character/],
  ['a filter with a zero character', 'POST', tasks, { filter: { name: 'a\u0000' } }, 400, 'INVALID_ARGUMENT', /zero character/],
  // What is not there
  ['a key of nothing', 'GET', '/v2/user-tasks/99', undefined, 404, 'NOT_FOUND', "User Task with key '99' not found"],
  ['a key beyond 64 bits', 'GET', '/v2/process-instances/999999999999999999999999', undefined, 404, 'NOT_FOUND', /not found$/],
  ['a negative key', 'POST', '/v2/user-tasks/-5/completion', undefined, 404, 'NOT_FOUND', "Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete user task with key '-5', but no such user task was found"],
  ['a job that is not there', 'POST', '/v2/jobs/1/completion', {}, 404, 'NOT_FOUND', "Command 'COMPLETE' rejected with code 'NOT_FOUND': Expected to complete job with key '1', but no such job was found"],
  ['a failure of no job', 'POST', '/v2/jobs/1/failure', {}, 404, 'NOT_FOUND', /^Command 'FAIL' rejected .*Expected to fail job/],
  ['an error of no job', 'POST', '/v2/jobs/1/error', { errorCode: 'E' }, 404, 'NOT_FOUND', /^Command 'THROW_ERROR' rejected .*Expected to throw an error for job with key '1'/],
  ['a change of no job', 'PATCH', '/v2/jobs/1', { changeset: { timeout: 5 } }, 404, 'NOT_FOUND', /Expected to update job/],
  ['no such incident', 'POST', '/v2/incidents/1/resolution', undefined, 404, 'NOT_FOUND', /Expected to resolve incident with key '1'/],
  ['no such process', 'POST', create, { processDefinitionId: 'x' }, 404, 'NOT_FOUND', "Command 'CREATE' rejected with code 'NOT_FOUND': Expected to find process definition with process ID 'x', but none found"],
  ['no such case to cancel', 'POST', '/v2/process-instances/16777216/cancellation', undefined, 404, 'NOT_FOUND', /Expected to cancel a process instance with key '16777216', but no such process was found/],
  ['no such case to read', 'GET', '/api/cases/16777216/steps', undefined, 404, 'NOT_FOUND', /not found/],
  ['a key that is no number', 'GET', '/v2/incidents/meow', undefined, 400, 'Bad Request', "Failed to convert 'incidentKey' with value: 'meow'"],
  ['an unknown path', 'GET', '/v2/cluster-variables/search', undefined, 404, 'Not Found', 'Expected a path of this API, but there is no GET /v2/cluster-variables/search'],
  ['an unknown path where a key could stand', 'POST', '/v2/decision-definitions/evaluation', {}, 404, 'Not Found', 'Expected a path of this API, but there is no POST /v2/decision-definitions/evaluation'],
  ['an unknown method of a key', 'PUT', '/v2/user-tasks/1', {}, 405, 'Method Not Allowed', 'Expected GET or HEAD or PATCH on /v2/user-tasks/1, but the method is PUT'],
  ['an unknown method', 'PUT', '/v2/topology', undefined, 405, 'Method Not Allowed', /^Expected GET/],
  ['a path that cannot be decoded', 'GET', '/v2/user-tasks/%E0%A4%A', undefined, 400, 'Bad Request', /path/],
  ['too long a key', 'GET', `/v2/user-tasks/${'1'.repeat(200)}`, undefined, 414, 'URI Too Long', 'Expected a shorter path, but a part of it is longer than 128 characters'],
  ['an unknown query parameter', 'POST', '/v2/variables/search?truncate=no', undefined, 400, 'Bad Request', /\[truncate\]/],
];

const says = (expected: string | RegExp, detail: string): boolean => (typeof expected === 'string' ? detail === expected : expected.test(detail));

describe.each(databases)('bad input on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open(), { reserved: ['acta.mail'] });
    succeeded(await app.deploy({ 'task.bpmn': taskOnly('task') }));
  });
  afterAll(() => app.close());

  const steps = async (): Promise<number> => Number((await app.runtime.database.query<{ n: bigint }>('select count(*) n from step'))[0]?.n);

  test.each(rows)('%s is a problem', async (...row) => {
    const [, method, path, body, status, title, detail] = row;
    const before = await steps();
    const answer = await app.send(method, path, body);
    expect(answer).toMatchObject({ status, body: { type: 'about:blank', status, title } });
    expect(answer.type).toMatch(/^application\/problem\+json/);
    expect([answer.body['detail'], says(detail, answer.body['detail'] as string)]).toEqual([answer.body['detail'], true]);
    expect(answer.body['instance']).toBe(path.split('?')[0]);
    expect(await steps()).toBe(before);
  });

  test('a body of another type is 415', async () => {
    const answer = await app.send('POST', create, 'processDefinitionId=x', { 'content-type': 'text/plain' });
    expect(answer).toMatchObject({ status: 415, body: { title: 'Unsupported Media Type' } });
    expect(await app.send('POST', '/v2/deployments', '{}')).toMatchObject({ status: 415 });
  });

  test('bytes that are no UTF-8 are refused', async () => {
    const headers = { 'content-type': 'application/json' };
    const payload = Buffer.from('{"processDefinitionId":"task","variables":{"a":"\xff"}}', 'latin1');
    const answer = await app.app.inject({ method: 'POST', url: create, headers, payload });
    expect(answer.json()).toMatchObject({ status: 400, detail: 'Request body cannot be parsed. Expected text in UTF-8, but it is not' });
  });

  test('a member of the request that is null is as if absent; the value of a variable is kept', async () => {
    const none = { awaitCompletion: null, requestTimeout: null, fetchVariables: null, tenantId: null, tags: null, startInstructions: null, operationReference: null };
    const started = { processDefinitionId: 'task', processDefinitionKey: null, processDefinitionVersion: null, variables: { a: null, b: { constructor: { prototype: null } } }, ...none };
    const key = succeeded(await app.post(create, started)).body['processInstanceKey'] as string;
    const variables = await app.searchCase('variables', key);
    expect(variables.map(({ name, value }) => [name, value])).toEqual([['a', 'null'], ['b', '{"constructor":{"prototype":null}}']]);
    const filter = { processInstanceKey: { $eq: key, $in: null }, state: null, assignee: { $exists: false, $like: null } };
    const found = succeeded(await app.post(tasks, { filter, sort: null, page: { limit: 5, from: null, after: null } })).body;
    expect(found['items']).toHaveLength(1);
    expect(succeeded(await app.post(tasks, { filter: null, sort: null, page: null })).body['items']!.length).toBeGreaterThan(0);
  });

  test('a job type of our own workers cannot be activated from outside', async () => {
    expect(await app.post(activation, { ...job, type: 'acta.mail' })).toMatchObject({
      status: 400,
      body: { title: 'INVALID_ARGUMENT', detail: "Expected to activate jobs of type 'acta.mail', but this type is run by Acta's own workers" },
    });
  });

  test('an empty body with a content type is accepted on every method', async () => {
    const headers = { 'content-type': 'application/json', authorization: '' };
    const key = await app.start('task');
    const [task] = await app.searchCase('user-tasks', key);
    expect((await app.send('POST', tasks, '', headers)).status).toBe(200);
    expect((await app.send('GET', '/v2/topology', '', headers)).status).toBe(200);
    expect((await app.send('DELETE', `/v2/user-tasks/${task!['userTaskKey']}/assignee`, '', headers)).status).toBe(204);
    expect((await app.send('POST', `/v2/process-instances/${key}/cancellation`, '', headers)).status).toBe(204);
  });

  test.each<[string, string, string, RegExp]>([
    ['without a boundary', 'multipart/form-data', 'x', /^Expected parts of multipart\/form-data, but they cannot be read: .*[Bb]oundary/],
    ['cut off', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="resources"; filename="a.bpmn"\r\n\r\n<x', /but they cannot be read: .*end/],
    ['cut off in its head', 'multipart/form-data; boundary=b', '--b\r\nContent-Dis', /but they cannot be read|at least one file/],
    ['of another boundary', 'multipart/form-data; boundary=b', '--c\r\n\r\n--c--', /but they cannot be read|at least one file/],
    ['with a file as another part', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="file"; filename="a.form"\r\n\r\n{}\r\n--b--\r\n', /\[file\] cannot be parsed/],
    ['with text as resource', 'multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="resources"\r\n\r\n{}\r\n--b--\r\n', /every part called resources to have a file name/],
  ])('a deployment %s is a problem of the client', async (_what, type, payload, detail) => {
    const answer = await app.send('POST', '/v2/deployments', payload, { 'content-type': type });
    expect(answer).toMatchObject({ status: 400, body: { status: 400, detail: expect.stringMatching(detail) } });
  });

  test.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
    ['no file', {}, { tenantId: '<default>' }, /at least one file/],
    ['another tenant', { 'a.form': errandForm }, { tenantId: 'x' }, /multi-tenancy is disabled/],
    ['an unknown part', { 'a.form': errandForm }, { colour: 'x' }, /\[colour\]/],
    ['an unknown kind of file', { 'a.txt': 'x' }, {}, /ends in \.bpmn/],
    ['no XML', { 'a.bpmn': 'nonsense' }, {}, /'a\.bpmn'/],
    ['a DOCTYPE', { 'a.bpmn': errand.replace('?>', '?><!DOCTYPE x>') }, {}, /'a\.bpmn'/],
    ['one good, one bad', { 'good.bpmn': taskOnly('good'), 'bad.form': '{' }, {}, /'bad\.form'/],
  ])('a deployment of %s is refused as a whole', async (_what, files, fields, detail) => {
    const before = await steps();
    const answer = await app.deploy(files, fields);
    expect(answer.status).toBe(400);
    expect(answer.body['detail']).toMatch(detail);
    expect(await steps()).toBe(before);
  });
});
