import { describe, expect, it } from 'vitest';
import { History, sha256, wholeHistory } from '../../test/journal/history.ts';
import { base64urlOf } from '../json/base64url.ts';
import { canonical } from '../json/canonical.ts';
import { engineActor } from '../stream/index.ts';
import { ofLast, optionalMembers, required, value } from '../stream/shape.ts';
import { openDetached, openStep } from './open-step.ts';
import { sealStep, type UnsealedStep } from './seal-step.ts';
import { shapeTable, UnknownTypeError } from './shape-table.ts';
import type { Typed } from './step.ts';

const secret = new Uint8Array(32).fill(7);
const versions = { kernel: 1, feel: 1, dmn: 1 };
const user = { id: 'user-1', kind: 'person', method: 'none' } as const;
const base = {
  log: 'acta.example', stream: '16777216', seq: 0, before: null, at: 1_763_892_000_123, id: 'command-1', actor: user,
  definition: 'd'.repeat(64), versions, zone: 'Asia/Shanghai', secret,
} as const;
const typed = (type: string, fields: object = {}): Typed => ({ type, ...fields });
const completion: UnsealedStep = {
  ...base,
  command: typed('CompleteUserTask', { task: 3, variables: { 'ü': '✓', a: 1 }, action: 'approve' }),
  events: [
    typed('UserTaskCompleted', { ordinal: 3, by: 'user-1', action: 'approve' }), typed('VariableSet', { ordinal: 4, scope: 0, name: 'a', value: 1 }),
    typed('VariableSet', { ordinal: 5, scope: 2, name: 'b', value: [2] }),
  ],
};
const before = { ...base, seq: 0, hash: new Uint8Array(32) };

describe('a sealed step', () => {
  it('has exactly these bytes: journals of every release depend on them', () => {
    const sealed = sealStep(completion, sha256);
    expect(sealed.recordText).toBe(
      '{"actor":{"id":"user-1","kind":"person"},"at":"2025-11-23T10:00:00.123Z","command":["UC",3,"approve"],' +
        `"commitment":"nWjjWXYx3v1uNpBSNq69pEoeOEPO53QR3_CJY_FuGPU","definition":"${'d'.repeat(64)}",` +
        '"events":[["uc"],["vs",4,"a"],["vs",5,"b",2]],"id":"command-1",' +
        '"log":"acta.example","seq":0,"stream":"16777216","v":2,"versions":{"dmn":1,"feel":1,"kernel":1},"zone":"Asia/Shanghai"}',
    );
    expect(sealed.payload).toBe(
      '{"secret":"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc","values":{"command.variables.a":1,"command.variables.ü":"✓","events.2.value":[2]}}',
    );
    expect(base64urlOf(sealed.head.hash)).toBe('WXH_p4gcnKQwRxEzk-NhFOcFAL-3EUEseotPyqXKnKs');
  });

  it('hashes as the specification says', () => {
    const { record, recordText, payload, head } = sealStep({ ...completion, answers: { 'decision:x': null } }, sha256);
    expect(Buffer.from(record).toString('utf8')).toBe(recordText);
    expect(head.hash).toEqual(sha256(Buffer.concat([Buffer.from([0]), record])));
    const { secret: written, values } = JSON.parse(payload!) as { secret: string; values: { [path: string]: unknown } };
    const hash = (...parts: (string | Uint8Array)[]): Uint8Array => sha256(Buffer.concat(parts.map((part) => Buffer.from(part as string))));
    const leaf = (path: string): Uint8Array =>
      hash('\0acta/value/v2\0', hash('acta/salt/v2\0', Buffer.from(written, 'base64url'), path), path, '\0', canonical(values[path]));
    const [a, b, c, d] = Object.keys(values).map(leaf) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
    const root = hash('\x01', hash('\x01', a, b), hash('\x01', c, d));
    const commitment = hash('acta/commitment/v2\0', root, JSON.stringify(Object.keys(values)));
    expect((JSON.parse(recordText) as { commitment: string }).commitment).toBe(Buffer.from(commitment).toString('base64url'));
    expect(Object.keys(values)).toEqual(['answers.decision:x', 'command.variables.a', 'command.variables.ü', 'events.2.value']);
  });

  it('leaves out what is as in the step before, and what nobody has said', () => {
    const next = sealStep({ ...base, seq: 1, before, actor: engineActor, command: typed('Continue'), events: [] }, sha256);
    expect(next.recordText).toBe(
      `{"at":"2025-11-23T10:00:00.123Z","command":["CO"],"events":[],"id":"command-1","prev":"${'A'.repeat(43)}","seq":1,"stream":"16777216","v":2}`,
    );
    expect(next.payload).toBeNull();
    const opened = openStep(next.record, null, base);
    expect(opened).toMatchObject({ log: 'acta.example', definition: base.definition, versions, zone: base.zone, actor: engineActor, erased: false, answers: {}, last: false });
    expect(() => openStep(next.record, null, null)).toThrow('Expected to know the step before');
  });

  it('says once what follows: whose act it is, what the command names, the flow that was taken, the element that work is for', () => {
    const task = { name: null, assignee: null, candidateGroups: [], candidateUsers: [], dueDate: null, followUpDate: null, priority: 50, formId: null, externalFormReference: null, headers: {} };
    const activated = (ordinal: number, more: object): Typed => typed('ElementActivated', { ordinal, element: `e${ordinal}`, kind: 'task', scope: 0, ...more });
    const events = [
      typed('UserTaskCompleted', { ordinal: 3, by: 'user-1', action: 'approve' }), typed('ElementCompleted', { ordinal: 2 }),
      typed('SequenceFlowTaken', { flow: 'f', scope: 0 }), typed('SequenceFlowTaken', { flow: 'g', scope: 0 }),
      activated(4, { consumes: ['f'] }), typed('ElementCompleted', { ordinal: 4 }), activated(5, { consumes: ['g'] }),
      typed('UserTaskCreated', { ordinal: 6, instance: 5, element: 'e5', ...task }),
      activated(7, {}), typed('JobCreated', { ordinal: 8, instance: 5, element: 'e5', jobType: 'x', retries: 3, headers: {} }),
    ];
    const step = { ...base, seq: 1, before, command: typed('CompleteUserTask', { task: 3, action: 'approve', variables: {} }), events };
    const { record, recordText } = sealStep(step, sha256);
    expect(recordText).toContain(
      '"events":[["uc"],["ec",2],["sf","f"],["sf","g"],["ea",4,"e4","task",null,["f"]],["ec"],["ea",5,"e5","task"],["un",6],' +
        '["ea",7,"e7","task",null,[]],["jn",8,"x",null,null,null,5,"e5"]],',
    );
    expect(openStep(record, null, base)).toMatchObject({ events, definition: base.definition });
  });

  it('names the definition of a first step only where its command names another or none', () => {
    const definition = { key: '1', id: 'x', version: 1, hash: base.definition, dialect: 'bpmn' };
    const named = (step: Partial<UnsealedStep>): unknown => {
      const sealed = sealStep({ ...base, command: typed('CreateCase', { definition, variables: {} }), events: [], ...step }, sha256);
      expect(openStep(sealed.record, sealed.payload, null).definition).toBe(step.definition === undefined ? base.definition : step.definition);
      return (JSON.parse(sealed.recordText) as { definition?: unknown }).definition;
    };
    expect(named({})).toBeUndefined();
    expect(named({ definition: null })).toBeNull();
    expect(named({ definition: 'e'.repeat(64) })).toBe('e'.repeat(64));
    expect(named({ command: typed('CancelCase') })).toBe(base.definition);
    expect(named({ command: typed('CancelCase'), definition: null })).toBeUndefined();
  });

  it('names definition, versions and time zone where they change, and the end', () => {
    const step = { ...base, seq: 1, before, definition: null, versions: { ...versions, feel: 2 }, zone: 'UTC', command: typed('CancelCase'), events: [typed('CaseTerminated')] };
    const { record, recordText } = sealStep(step, sha256);
    expect(recordText).toContain('"definition":null,');
    expect(recordText).toContain('"versions":{"dmn":1,"feel":2,"kernel":1}');
    expect(recordText).toContain('"zone":"UTC"}');
    expect(openStep(record, null, base)).toMatchObject({ definition: null, versions: step.versions, zone: 'UTC', last: true });
  });

  it('carries for whom somebody acted, what was seen, and what expressions complained of', () => {
    const besides = {
      actor: { id: 'user-1', kind: 'person', method: 'oidc' }, onBehalfOf: { id: 'user-2', kind: 'person', method: 'none' },
      evidence: base64urlOf(secret),
      warnings: [{ code: 'unknownName', element: 'task', attribute: 'assignee', from: 0, to: 3, name: 'boss' }, { code: 'nullArithmetic', element: 'task', attribute: 'priority' }],
    } as const;
    const { record, recordText, payload } = sealStep({ ...completion, ...besides }, sha256);
    expect(canonical(JSON.parse(recordText))).toBe(recordText);
    expect(recordText).toContain('"onBehalfOf":{"id":"user-2","kind":"person"},');
    expect(recordText).toContain('"warnings":[["unknownName","task","assignee",0,3,"boss"],["nullArithmetic","task","priority"]],');
    expect(openStep(record, payload, null)).toMatchObject(besides);
  });

  it('keeps every value out of the record', () => {
    const canary = 'canary-7';
    const at = { ordinal: 3, instance: 2, element: 'e' };
    const { recordText, payload } = sealStep(
      {
        ...base,
        command: typed('FailJob', { job: 3, retries: 0, retryBackOffMs: 0, errorMessage: canary, variables: { x: canary } }),
        events: [
          typed('CaseCreated', { initiator: 'user-1', definition: { id: 'x' }, businessId: canary }), typed('JobFailed', { ordinal: 3, retries: 1, retryAt: 5, message: canary }),
          typed('VariableSet', { ordinal: 4, scope: 0, name: 'y', value: [canary] }),
          typed('JobErrorThrown', { ordinal: 3, errorCode: 'E', caught: false, message: canary }),
          typed('MessageSubscriptionOpened', { ordinal: 3, instance: 2, target: 't', messageName: 'm', once: true, correlationKey: canary }),
          typed('IncidentCreated', { ...at, errorType: 'unknown', phase: 'job', message: canary }),
          typed('DecisionEvaluated', { ...at, decisionId: 'd', decisionKey: '1', hash: 'h', state: 'failed', output: canary, report: { canary } }),
        ],
        answers: { 'decision:x': canary },
      },
      sha256,
    );
    expect(recordText).not.toContain(canary);
    expect(payload?.split(canary)).toHaveLength(9);
  });

  it('writes a value once: an event takes the variable of the command', () => {
    const variables = { big: { rows: ['canary', 1] }, other: 1 };
    const set = (name: string, value: unknown): Typed => typed('VariableSet', { ordinal: 4, scope: 0, name, value });
    const command = typed('CompleteJob', { job: 1, variables });
    const events = [set('big', variables.big), set('big', { rows: ['canary', 1] }), set('other', 2), set('toString', 1)];
    const { record, payload } = sealStep({ ...base, command, events }, sha256);
    expect(payload?.split('canary')).toHaveLength(2);
    expect(openStep(record, payload, null)).toMatchObject({ command, events });
    const message = { name: 'paid', correlationKey: 'order 5', messageId: null, variables: { iban: 'X' } };
    const happened = typed('MessagePublished', { ...message, ordinal: 1, message: '16777217', expires: 7 });
    const published = sealStep({ ...base, command: typed('PublishMessage', { ...message, timeToLiveMs: 5 }), events: [happened] }, sha256);
    expect(published.recordText).toContain('"command":["PM","paid",null,5],');
    expect(published.recordText).toContain('"events":[["pm",1,"16777217",7]],');
    expect(openDetached(published.record, published.payload).events).toEqual([happened]);
  });

  it.each<[string, object, string]>([
    ['a value that is not JSON', { events: [typed('VariableSet', { ordinal: 1, scope: 0, name: 'a', value: { a: Number.NaN } })] }, 'Expected JSON at events[0].value.a, but found NaN'],
    ['an event field without a value', { events: [typed('ElementCompleted', { ordinal: 1, by: undefined })] }, "Expected ElementCompleted to have no field but those of its shape, but it has 'by'"],
    ['a field that is undefined', { events: [typed('UserTaskCompleted', { ordinal: 1, by: 'user-1', action: undefined })] }, 'Expected JSON at events[0].action, but found undefined'],
    ['a field that is missing', { events: [typed('ElementCompleted')] }, "Expected ElementCompleted to have 'ordinal', but it has none"],
    ['a field that is null', { events: [typed('ElementCompleted', { ordinal: null })] }, "Expected ElementCompleted to have a 'ordinal' that is not null, but it is null"],
    ['a value that is missing', { events: [typed('VariableSet', { ordinal: 1, scope: 0, name: 'z' })] }, "Expected VariableSet to have 'value', but it has none"],
    ['a type that is not known', { command: typed('Ponder') }, "Expected a command or an event that this release knows, but found 'Ponder'"],
    ['a type that is a name of Object', { command: typed('toString') }, "Expected a command or an event that this release knows, but found 'toString'"],
    ['a command that is not JSON', { command: typed('CompleteJob', { job: 1, variables: { x: 1n } }) }, 'Expected JSON at command.variables.x, but found a bigint'],
    ['variables that are a list', { command: typed('CompleteJob', { job: 1, variables: [] }) }, 'Expected JSON at command.variables, but found no object'],
    ['answers that are not JSON', { answers: { q: ['\ud800'] } }, 'Expected JSON at answers.q[0], but found a string with a lone surrogate'],
    ['an id that is not text', { id: 'x\udc00' }, 'Expected JSON at id, but found a string with a lone surrogate'],
    ['a stream that is no key', { stream: '017' }, "Expected the stream to be a positive decimal key, but found '017'"],
    ['a seq below 0', { seq: -1 }, 'Expected seq to be a whole number from 0, but found -1'],
    ['a second step with none before', { seq: 1 }, 'Expected step 0 of the stream, but found step 1'],
    ['a first step with one before', { before }, 'Expected step 1 of the stream, but found step 0'],
    ['a short hash', { seq: 1, before: { ...before, hash: new Uint8Array(31) } }, 'Expected the hash of the step before to have 32 bytes, but it has 31'],
    ['another log', { seq: 1, before: { ...before, log: 'x' } }, "Expected all steps of a stream in one log, but step 1 is of 'acta.example' and the one before of 'x'"],
    ['a short secret', { secret: new Uint8Array(16) }, 'Expected the secret to have 32 bytes, but it has 16'],
    ['an act for the engine', { onBehalfOf: engineActor }, 'Expected somebody to act for a person or a client, but it is for the engine'],
    ['an act of nobody', { events: [typed('UserTaskCompleted', { ordinal: 3, by: null, action: 'approve' })] }, "Expected UserTaskCompleted to have a 'by' that is not null, but it is null"],
    ['a list of no flows', { events: [typed('ElementActivated', { ordinal: 3, element: 'e', kind: 'task', scope: 0, consumes: [] })] }, "Expected ElementActivated to have a 'consumes' with something in it, but it is empty"],
    ['a time that is no time', { at: Number.NaN }, 'Expected whole epoch milliseconds'],
  ])('is refused for %s', (_what, change, message) => {
    expect(() => sealStep({ ...completion, ...change }, sha256)).toThrow(message);
  });
});

describe('an opened step', () => {
  const sealed = sealStep(completion, sha256);
  const payload = sealed.payload!;
  const text = new TextEncoder();
  const changed = (from: string, to: string): Uint8Array => {
    expect(sealed.recordText).toContain(from);
    return text.encode(sealed.recordText.replace(from, to));
  };

  it('misses its values when the payload is erased', () => {
    const step = openStep(sealed.record, null, null);
    expect(step.erased).toBe(true);
    expect(step.command).toEqual({ type: 'CompleteUserTask', task: 3, action: 'approve' });
    expect(step.events[1]).toEqual({ type: 'VariableSet', ordinal: 4, scope: 0, name: 'a' });
    expect(step.answers).toEqual({});
  });

  it('links to the record before', () => {
    const history = wholeHistory(['task', 'job']);
    expect(history.opened().map(({ prev }) => prev)).toEqual([null, ...history.steps.slice(0, -1).map(({ head }) => base64urlOf(head.hash))]);
    expect(new History([]).opened()).toEqual([]);
  });

  it('tells no variables from an absent object of variables', () => {
    const shapes = shapeTable({ commands: { Try: ['TT', { n: required, variables: optionalMembers }] }, events: {}, endings: [] });
    for (const command of [typed('Try', { n: 1 }), typed('Try', { n: 1, variables: {} }), typed('Try', { n: 1, variables: { '': 1 } })]) {
      const step = sealStep({ ...base, command, events: [] }, sha256, { shapes });
      expect(openDetached(step.record, step.payload, shapes).command).toEqual(command);
    }
  });

  it('is of another release when it has types or fields that are not known: an error of its own', () => {
    const open = (from: string, to: string) => (): unknown => openDetached(changed(from, to), payload);
    expect(open('["uc"]', '["up"]')).toThrow(new UnknownTypeError('up'));
    expect(open('["uc"]', '["uc",4,"user-2","refuse","more"]')).toThrow(UnknownTypeError);
  });

  it('two kinds of streams cannot share a type', () => {
    const one = (type: string, code: string) => ({ commands: { [type]: [code, {}] as const }, events: {}, endings: [] });
    expect(() => shapeTable(one('Try', 'TT'), one('Try', 'TU'))).toThrow("Expected one shape of 'Try', but there are two");
    expect(() => shapeTable(one('Try', 'TT'), one('Tie', 'TT'))).toThrow("Expected a code for each type, but 'TT' stands for Try and for Tie");
  });

  it('a field can follow only from a record field of an event', () => {
    const shape = (field: string) => ({ commands: {}, events: { Tried: ['tt', { n: required, why: value, again: ofLast('Tried', field) }] as const }, endings: [] });
    expect(shapeTable(shape('n')).events.byCode.get('tt')?.type).toBe('Tried');
    for (const field of ['why', 'm']) expect(() => shapeTable(shape(field))).toThrow(`but there is no '${field}' of Tried`);
  });

  it.each<[string, Uint8Array, string | null, string]>([
    ['bytes that are not UTF-8', new Uint8Array([0xff]), null, 'Expected the record to be UTF-8'],
    ['a text that is not JSON', text.encode('{'), null, 'Expected the record to be JSON'],
    ['JSON that is no object', text.encode('[]'), null, 'Expected the record to be an object'],
    ['another version', changed('"v":2', '"v":1'), null, "Expected the record's 'v' to be 2"],
    ['a missing member', changed('"id":"command-1",', ''), null, "Expected the record's 'id' to be a text"],
    ['an actor of no kind', changed('"person"', '"robot"'), null, "Expected the record's 'actor' to be an actor"],
    ['a first record without a log', changed('"log":"acta.example",', ''), null, "Expected the record of step 0 to have 'log', but it has none"],
    ['an unknown member', changed('"v":2', '"v":2,"w":1'), null, "Expected the record to have only known members, but it has 'w'"],
    ['a wrong instant', changed('2025-11', '2025-31'), null, "Expected the record's 'at' to be an instant"],
    ['an event without its fields', changed('["vs",4,"a"]', '["vs",4]'), payload, "Expected the record to have 'events.1.name', but it is left out"],
    ['an event that follows nothing', changed('["uc"]', '["ec"]'), payload, "Expected the record to have 'events.0.ordinal', but it is left out"],
    ['a field that could be left out', changed('["uc"]', '["uc",3]'), payload, "Expected 'events.0.ordinal' to be left out, for it follows from what was said before, but it is written"],
    ['a list that is not cut', changed('["uc"]', '["uc",null]'), payload, "Expected 'events.0' to be cut behind its last field, but it ends with null"],
    ['a value that the command has too', sealed.record, payload.replace('"events.2', '"events.1.value":1,"events.2'), "Expected the payload to leave out 'events.1.value', for the command has it, but it has it twice"],
    ['an engine that is named', changed('"person"', '"engine"'), null, "Expected the record's 'actor' to be an actor"],
    ['a payload without a commitment', changed(/"commitment":"[^"]*",/.exec(sealed.recordText)![0], ''), payload, 'Expected a step without a commitment to have no payload'],
    ['a payload that is not JSON', sealed.record, 'x', 'Expected the payload to be JSON'],
    ['a payload without secret', sealed.record, '{}', "Expected the payload's 'values' to be an object"],
    ['a payload without values', sealed.record, payload.replace(/"values":.*/, '"values":{}}'), 'Expected a payload to have values, but it has none'],
    ['a payload with more', sealed.record, payload.replace('"values"', '"valued":1,"values"'), "Expected the payload to have only known members, but it has 'valued'"],
    ['a payload of an event that is not there', sealed.record, payload.replace('events.2.', 'events.9.'), "Expected the payload to have 'events.2.value', but it has none"],
    ['a payload of an event written otherwise', sealed.record, payload.replace('"events.2', '"events.02.value":1,"events.2'), "Expected the payload to hold values of the step, but it has 'events.02.value'"],
    ['a payload that replaces a field', sealed.record, payload.replace('"events.2', '"events.2.name":1,"events.2'), "Expected the payload to hold values of the step, but it has 'events.2.name'"],
  ])('is refused for %s', (_what, record, given, message) => {
    expect(() => openDetached(record, given)).toThrow(message);
  });
});
