/** Random values for a JSON schema: mostly what it asks for, now and then what nobody should send. */
import fc from 'fast-check';

export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
}

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });

const nasty = fc.constantFrom<unknown>(
  null, true, [], {}, [[]], [null], '', ' ', 0, -1, 0.5, 1e308, 2 ** 31, 2 ** 53, -(2 ** 53),
  '\u0000', 'a\u0000b', '\ud800', '\udc00x', '\u202e', '\u2028', '%', '_', '\\', "'; drop table step; --", '{}', 'x'.repeat(600), 'x'.repeat(70_000),
  '9223372036854775807', '9223372036854775808', '-9223372036854775808', '9'.repeat(24), '00000000000000000000001', '1e3', '0x10', '１２',
  { $eq: null }, { $like: '\\' }, { $like: '%'.repeat(50) }, { $in: [] }, { $exists: 'yes' }, { $gt: {} }, { constructor: 1 }, { toString: null }, nested(70), Array.from({ length: 1_100 }, () => 'a'),
);

const dates = fc.oneof(
  fc.date({ noInvalidDate: true, min: new Date(0), max: new Date('9999-12-31T00:00:00Z') }).map((date) => date.toISOString()),
  fc.constantFrom(
    '0000-01-01T00:00:00Z', '9999-12-31T23:59:59.999999999999Z', '2027-02-29T00:00:00Z', '2027-01-01T24:00:00Z', '2027-06-30T23:59:60Z',
    '2027-01-01T00:00:00+23:59', '2027-01-01T00:00:00-18:00', '9999-12-31T23:59:59-14:00', '0001-01-01T00:00:00+14:00', '',
  ),
);

const text = ({ pattern, format }: Schema, keys: readonly string[]): fc.Arbitrary<unknown> => {
  if (format === 'date-time') return dates;
  if (pattern?.includes('[0-9]') === true) return fc.constantFrom(...keys);
  return fc.oneof(fc.constantFrom('errand', 'errand.charge', 'check', 'total', '5', 'ann', 'arrived', '*', 'e?r*', ...keys), fc.string({ unit: 'binary', maxLength: 12 }));
};

const plain = (schema: Schema, schemas: Readonly<Record<string, Schema>>, keys: readonly string[]): fc.Arbitrary<unknown> => {
  const inner = (part: Schema): fc.Arbitrary<unknown> => valueOf(part, schemas, keys);
  if (schema.$ref !== undefined) return inner(schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)] ?? {});
  const parts = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (parts !== undefined) return fc.oneof(...parts.map(inner));
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const names = Object.keys(properties);
      if (names.length === 0) return fc.dictionary(fc.string({ unit: 'binary', maxLength: 8 }), fc.jsonValue(), { maxKeys: 3 });
      return fc.subarray(names, { maxLength: Math.min(3, names.length) }).chain((chosen) =>
        fc.record(Object.fromEntries([...new Set([...required, ...chosen])].map((name) => [name, inner(properties[name] ?? {})]))));
    }
    case 'array': return fc.array(inner(schema.items ?? {}), { maxLength: 3 });
    case 'boolean': return fc.boolean();
    case 'integer': case 'number': return fc.oneof(fc.integer({ min: -1, max: 100 }), fc.maxSafeInteger());
    case 'string': return text(schema, keys);
    default: return fc.jsonValue();
  }
};

/** `keys`: some that exist. */
export const valueOf = (schema: Schema, schemas: Readonly<Record<string, Schema>>, keys: readonly string[]): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 12, arbitrary: plain(schema, schemas, keys) }, { weight: 1, arbitrary: nasty });
