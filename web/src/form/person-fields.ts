/** Fields of a form that hold a person's user name, as their property `person` says: people read names, programs ids. */
type Json = { readonly [name: string]: unknown };

export interface PersonField {
  readonly id: string;
  /** The path of the value: `receipt.by`. */
  readonly path: readonly string[];
  readonly isReadOnly: boolean;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
const componentsOf = (schema: Json): readonly Json[] => (Array.isArray(schema['components']) ? (schema['components'] as readonly unknown[]).filter(isObject) : []);

/** Of rows that repeat there are none: their values are read as they are. */
export const personFields = (schema: Json): PersonField[] =>
  componentsOf(schema).flatMap((component) => {
    const { id, key, properties, readonly } = component;
    if (component['type'] === 'group') return personFields(component);
    if (typeof key !== 'string' || !isObject(properties) || properties['person'] !== 'true') return [];
    return [{ id: typeof id === 'string' ? id : key, path: key.split('.'), isReadOnly: readonly === true }];
  });

export const valueAt = (values: Json, path: readonly string[]): unknown => path.reduce<unknown>((value, name) => (isObject(value) ? value[name] : undefined), values);

const withValue = (values: Json, [name = '', ...rest]: readonly string[], value: unknown): Json => {
  const inner = values[name];
  return { ...values, [name]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest, value) };
};

/** What stands in the place of ids, and the way back: a form gives back also what only was to be read. */
export interface Named {
  readonly shown: Json;
  readonly restore: (values: Json) => Json;
}

export const withNames = (values: Json, fields: readonly PersonField[], names: ReadonlyMap<string, string>): Named => {
  const replaced = fields.flatMap(({ path }) => {
    const id = valueAt(values, path);
    const name = typeof id === 'string' ? names.get(id) : undefined;
    return name === undefined || name === id ? [] : [{ path, id, name }];
  });
  return {
    shown: replaced.reduce((all, { path, name }) => withValue(all, path, name), values),
    restore: (given) => replaced.reduce((all, { path, id, name }) => (valueAt(all, path) === name ? withValue(all, path, id) : all), given),
  };
};
