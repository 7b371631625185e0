import { describe, expect, it } from 'vitest';
import type { Queryable } from '../port/database.ts';
import { DefinitionLibrary } from './definition-library.ts';

const versionRow = (version: number) => ({ key: BigInt(version), id: 'order', version, hash: `${version}`, dialect: 'bpmn' });

/** Answers with these definitions, in order; the last answer stays. */
const scripted = (definitions: Promise<object[]>[]): Queryable =>
  ({ query: () => (definitions.length > 1 ? definitions.shift()! : definitions[0]!) }) as unknown as Queryable;

describe('the latest version', () => {
  it('is not remembered when something was deployed while it was read', async () => {
    let answer = (_rows: object[]): void => undefined;
    const slow = new Promise<object[]>((resolve) => (answer = resolve));
    const database = scripted([slow, Promise.resolve([versionRow(2)])]);
    const catalog = new DefinitionLibrary();
    catalog.asOf('one');
    const early = catalog.find(database, { id: 'order' });
    catalog.asOf('two'); // another batch learns of a deployment
    answer([versionRow(1)]);
    expect(await early).toMatchObject({ version: 1 });
    expect(await catalog.find(database, { id: 'order' })).toMatchObject({ version: 2 });
  });

  it('of an id that nobody has deployed is not remembered: clients may ask for any number of ids', async () => {
    const database = scripted([Promise.resolve([]), Promise.resolve([versionRow(1)])]);
    const catalog = new DefinitionLibrary();
    catalog.asOf('one');
    expect(await catalog.find(database, { id: 'order' })).toBeUndefined();
    expect(await catalog.find(database, { id: 'order' })).toMatchObject({ version: 1 });
  });
});

describe('a definition that is known by its key', () => {
  it('is looked for again when the newest deployment is another, also one of the same number', async () => {
    const database = scripted([Promise.resolve([versionRow(1)]), Promise.resolve([])]);
    const catalog = new DefinitionLibrary();
    catalog.asOf('one');
    expect(await catalog.find(database, { key: 1n })).toMatchObject({ version: 1 });
    catalog.asOf('one');
    expect(await catalog.find(database, { key: 1n })).toMatchObject({ version: 1 });
    catalog.asOf('another one');
    expect(await catalog.find(database, { key: 1n })).toBeUndefined();
  });
});
