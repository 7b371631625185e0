/** Context functions (DMN 1.5 table 82). */
import type { Run } from '../run.ts';
import { Context, isList, type FeelList, type FeelValue, type Signature } from '../value.ts';
import { anything, context, list, signature, text, variadic, type Builtins } from './signature.ts';

function keysOf(keys: FeelList, run: Run): readonly string[] | null {
  if (keys.length > 0 && keys.every((key) => typeof key === 'string')) return keys;
  return run.warnOfCall('WRONG_ARGUMENT_TYPE');
}

/** Later entries replace earlier ones. */
function put(target: Context, key: string, value: FeelValue, run: Run): Context {
  run.budget.spend(target.size);
  return new Context([...target.entries(), [key, value]]);
}

/** Each key but the last must lead to a context (table 82: nested invocations of `get value` and `context put`). */
function putAt(target: Context, [key = '', ...rest]: readonly string[], value: FeelValue, run: Run): FeelValue {
  if (rest.length === 0) return put(target, key, value, run);
  const inner = target.get(key);
  if (!(inner instanceof Context)) return run.warnOfCall('WRONG_ARGUMENT_TYPE');
  const changed = putAt(inner, rest, value, run);
  return changed === null ? null : put(target, key, changed, run);
}

function getAt(target: Context, keys: readonly string[]): FeelValue {
  let value: FeelValue = target;
  for (const key of keys) value = value instanceof Context ? (value.get(key) ?? null) : null;
  return value;
}

/** From `{key, value}` entries; null when a key is missing, no string, or there twice. */
function fromEntries(entries: FeelList, run: Run): FeelValue {
  run.budget.spend(entries.length);
  const result = new Map<string, FeelValue>();
  for (const entry of entries) {
    const key = entry instanceof Context ? entry.get('key') : undefined;
    const value = entry instanceof Context ? entry.get('value') : undefined;
    if (typeof key !== 'string' || value === undefined) return run.warnOfCall('WRONG_ARGUMENT_TYPE');
    if (result.has(key)) return run.warnOfCall('FUNCTION_WITHOUT_RESULT');
    result.set(key, value);
  }
  return new Context(result);
}

function entriesOf(target: Context, run: Run): FeelList {
  run.budget.spend(target.size);
  return target.entries().map(([key, value]) => new Context([['key', key], ['value', value]]));
}

function merge(contexts: FeelList, run: Run): FeelValue {
  const entries: (readonly [string, FeelValue])[] = [];
  for (const one of contexts) {
    if (!(one instanceof Context)) return run.warnOfCall('WRONG_ARGUMENT_TYPE');
    run.budget.spend(one.size + 1);
    entries.push(...one.entries());
  }
  return new Context(entries);
}

const PUT: readonly Signature[] = [
  signature([context('context'), text('key'), anything('value')], ([target, key, value], run) => put(target, key, value, run)),
  signature([context('context'), keyList(), anything('value')], ([target, keys, value], run) => {
    const names = keysOf(keys, run);
    return names && putAt(target, names, value, run);
  }),
];
const MERGE: readonly Signature[] = [
  signature([list('contexts')], ([contexts], run) => merge(contexts, run)),
  variadic([list('contexts')], ([contexts], run) => merge(contexts, run)),
];

export const CONTEXTS: Builtins = {
  'get value': [
    signature([context('m'), text('key')], ([target, key]) => target.get(key) ?? null),
    signature([context('context'), text('key')], ([target, key]) => target.get(key) ?? null),
    signature([context('context'), list('keys')], ([target, keys], run) => {
      const names = keysOf(keys, run);
      return names && getAt(target, names);
    }),
  ],
  'get entries': [
    signature([context('m')], ([target], run) => entriesOf(target, run)),
    signature([context('context')], ([target], run) => entriesOf(target, run)),
  ],
  context: [signature([list('entries')], ([entries], run) => fromEntries(entries, run))],
  'context put': PUT,
  'context merge': MERGE,
  // What Camunda called them before the standard had them.
  put: PUT,
  'put all': MERGE,
};

function keyList(): ReturnType<typeof list> {
  return { ...list('keys'), convert: (value) => (isList(value) ? value : undefined) };
}
