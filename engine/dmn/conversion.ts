/** The implicit conversions of DMN 1.5 §10.3.2.9.4, as decision logic applies them. */
import { coerce, Context, isList, type FeelType, type FeelValue } from '../feel/index.ts';
import type { Frame } from './frame.ts';

/** The value with null for the entries that the type has and the value has not, at any depth. */
function completed(value: FeelValue, type: FeelType): FeelValue {
  if (type.kind === 'constrained') return completed(value, type.base);
  if (type.kind === 'list') return value !== null && isList(value) ? value.map((item) => completed(item, type.of)) : value;
  if (type.kind !== 'context' || !(value instanceof Context)) return value;
  const entries = new Map(value.entries());
  for (const [name, entry] of type.entries) entries.set(name, completed(entries.get(name) ?? null, entry));
  return new Context(entries);
}

/** What an expression gave as a value of the type; undefined when it does not conform: then the result is null. */
export function convert(value: FeelValue, type: FeelType, frame: Frame): FeelValue | undefined {
  return coerce(value, frame.types.resolve(type), frame.types);
}

/**
 * The same for data from outside: members that its type has may be left out, as JSON usually does. They are null
 * then, so that the datum conforms wherever it is passed on.
 */
export function convertData(value: FeelValue, type: FeelType, frame: Frame): FeelValue | undefined {
  const resolved = frame.types.resolve(type);
  return coerce(value, resolved, frame.types) ?? coerce(completed(value, resolved), resolved, frame.types);
}
