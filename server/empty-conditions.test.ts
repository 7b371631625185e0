/** Clients of Camunda that are made from classes send every list and every object of a filter, most of them empty: they are no conditions. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databases } from '../test/harness/databases.ts';
import { errand, errandForm, fragile } from '../test/server/models.ts';
import { openTestApp, succeeded, type TestApp } from '../test/server/test-app.ts';

interface Shape {
  readonly $ref?: string;
  readonly type?: string;
  readonly anyOf?: readonly Shape[];
  readonly properties?: { readonly [name: string]: Shape };
}

describe.each(databases)('empty conditions on $kind', ({ open }) => {
  let app: TestApp;
  beforeAll(async () => {
    app = await openTestApp(await open());
    succeeded(await app.deploy({ 'errand.bpmn': errand, 'errand.form': errandForm, 'fragile.bpmn': fragile }));
    await app.start('errand', { variables: { total: 5, key: 'e' } });
    await app.start('fragile');
  });
  afterAll(() => app.close());

  test('leave every search as it is', async () => {
    const { paths, components } = succeeded(await app.get('/openapi.json')).body as unknown as {
      readonly paths: { readonly [path: string]: { readonly post?: { readonly requestBody?: { readonly content: { readonly 'application/json': { readonly schema: Shape } } } } } };
      readonly components: { readonly schemas: { readonly [name: string]: Shape } };
    };
    const plain = (shape: Shape = {}): Shape => (shape.$ref === undefined ? shape : plain(components.schemas[shape.$ref.split('/').at(-1) ?? '']));
    const emptiest = (shape: Shape): unknown[] => {
      const { type, anyOf = [], properties } = plain(shape);
      if (type === 'array') return [[]];
      if (type !== 'object') return anyOf.flatMap(emptiest);
      return [{}, Object.fromEntries(['$in', '$notIn'].filter((name) => properties?.[name] !== undefined).map((name) => [name, []]))];
    };
    const searches = Object.keys(paths).filter((path) => path.startsWith('/v2/') && path.endsWith('/search') && !path.includes('{'));
    let conditions = 0;
    for (const path of searches) {
      const filter = plain(plain(paths[path]?.post?.requestBody?.content['application/json'].schema).properties?.['filter']);
      const count = async (asked: object): Promise<unknown> => succeeded(await app.post(path, { filter: asked })).body['page']?.['totalItems'];
      const all = await count({});
      for (const [name, shape] of Object.entries(filter.properties ?? {})) {
        for (const empty of emptiest(shape)) {
          expect([path, name, empty, await count({ [name]: empty })]).toEqual([path, name, empty, all]);
          conditions += 1;
        }
      }
    }
    expect(searches.length).toBeGreaterThan(10);
    expect(conditions).toBeGreaterThan(100);
  });
});
