import { describe, expect, it } from 'vitest';
import type { Queryable } from '../port/database.ts';
import { DefinitionLibrary } from './definition-library.ts';

const versionRow = (version: number) => ({ key: BigInt(version), id: 'order', version, hash: `${version}`, dialect: 'bpmn' });

/** Answers each kind of statement from `answers`, in order; the last answer stays. */
const scripted = (newest: bigint[], definitions: Promise<object[]>[]): Queryable => {
  const next = <T>(list: T[]): T => (list.length > 1 ? list.shift()! : list[0]!);
  return {
    query: (text: string) => (text.includes('from deployment') ? Promise.resolve([{ newest: next(newest) }]) : next(definitions)),
  } as unknown as Queryable;
};

describe('the latest version', () => {
  it('is not remembered when something was deployed while it was read', async () => {
    let answer = (_rows: object[]): void => undefined;
    const slow = new Promise<object[]>((resolve) => (answer = resolve));
    const database = scripted([1n, 2n], [slow, Promise.resolve([versionRow(2)])]);
    const catalog = new DefinitionLibrary();
    await catalog.refresh(database);
    const early = catalog.find(database, { id: 'order' });
    await catalog.refresh(database); // another batch learns of a deployment
    answer([versionRow(1)]);
    expect(await early).toMatchObject({ version: 1 });
    expect(await catalog.find(database, { id: 'order' })).toMatchObject({ version: 2 });
  });

  it('of an id that nobody has deployed is not remembered: clients may ask for any number of ids', async () => {
    const database = scripted([1n], [Promise.resolve([]), Promise.resolve([versionRow(1)])]);
    const catalog = new DefinitionLibrary();
    await catalog.refresh(database);
    expect(await catalog.find(database, { id: 'order' })).toBeUndefined();
    expect(await catalog.find(database, { id: 'order' })).toMatchObject({ version: 1 });
  });
});
