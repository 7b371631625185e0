/** Which values belong to a type, and the implicit conversions to one (DMN 1.5 §10.3.2.9). */
import { midnightUtc } from './instant.ts';
import { isNumber } from './number.ts';
import { DaysTimeDuration, FeelDate, FeelDateTime, FeelTime, YearsMonthsDuration } from './temporal.ts';
import type { FeelType, SimpleTypeName, TypeRegistry } from './type.ts';
import { Context, FeelFunction, FeelRange, isList, type FeelValue, type Signature } from './value.ts';

const MEMBERS: Record<SimpleTypeName, (value: FeelValue) => boolean> = {
  Any: (value) => value !== null,
  Null: (value) => value === null,
  number: isNumber,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  date: (value) => value instanceof FeelDate,
  time: (value) => value instanceof FeelTime,
  'date and time': (value) => value instanceof FeelDateTime,
  'years and months duration': (value) => value instanceof YearsMonthsDuration,
  'days and time duration': (value) => value instanceof DaysTimeDuration,
};
/** Named types may name each other; definitions that run in a circle end here. */
const MAX_ALIASES = 50;

function resolve(type: FeelType, types: TypeRegistry | undefined): FeelType | undefined {
  let current: FeelType | undefined = type;
  for (let hops = 0; current?.kind === 'named'; hops += 1) {
    current = hops < MAX_ALIASES ? types?.get(current.name) : undefined;
  }
  return current;
}

/** Types as declared, or without the allowed values of item definitions. */
type Strictness = 'with constraints' | 'base types';

/**
 * `value instance of type`. Null belongs to `Null` only, an entry of a context may be null. Allowed values of
 * item definitions do not count (TCK 0070). A name the registry does not know has no members.
 */
export function isInstance(value: FeelValue, type: FeelType, types?: TypeRegistry): boolean {
  return isMember(value, type, types, 'base types');
}

/** Whether the value belongs to the type and is one of its allowed values. */
export function conforms(value: FeelValue, type: FeelType, types?: TypeRegistry): boolean {
  return isMember(value, type, types, 'with constraints');
}

function isMember(value: FeelValue, type: FeelType, types: TypeRegistry | undefined, strictness: Strictness): boolean {
  const known = resolve(type, types);
  /** Null stands for a missing value of every type, inside lists, ranges and contexts. */
  const belongs = (item: FeelValue, of: FeelType): boolean => item === null || isMember(item, of, types, strictness);
  switch (known?.kind) {
    case 'simple':
      return MEMBERS[known.name](value);
    case 'list':
      return isList(value) && value.every((item) => belongs(item, known.of));
    case 'range':
      return value instanceof FeelRange && belongs(value.start, known.of) && belongs(value.end, known.of);
    case 'context':
      return value instanceof Context && hasEntries(value, known.entries, belongs);
    case 'function':
      return value instanceof FeelFunction && value.signatures.some((one) => isSubtypeFunction(one, known, types));
    case 'constrained':
      return isMember(value, known.base, types, strictness) && (strictness === 'base types' || known.admits(value));
    default:
      return false;
  }
}

function hasEntries(
  value: Context,
  entries: ReadonlyMap<string, FeelType>,
  belongs: (entry: FeelValue, type: FeelType) => boolean,
): boolean {
  for (const [name, type] of entries) {
    const entry = value.get(name);
    if (entry === undefined || !belongs(entry, type)) return false;
  }
  return true;
}

const ANY: FeelType = { kind: 'simple', name: 'Any' };

function isAny(type: FeelType): boolean {
  return type.kind === 'simple' && type.name === 'Any';
}

/** Parameters are contravariant, the result covariant (§10.3.2.9.2); what is not declared may be anything. */
function isSubtypeFunction(
  signature: Signature,
  type: Extract<FeelType, { kind: 'function' }>,
  types: TypeRegistry | undefined,
): boolean {
  const { parameters, result } = signature;
  return (
    parameters.length === type.parameters.length &&
    parameters.every((own, index) => !own.type || conformsTo(type.parameters[index] ?? ANY, own.type, types)) &&
    (!result || isAny(result) || conformsTo(result, type.result, types))
  );
}

/** Whether every value of `from` is one of `to`. */
export function conformsTo(from: FeelType, to: FeelType, types?: TypeRegistry): boolean {
  const [a, b] = [resolve(from, types), resolve(to, types)];
  if (!a || !b) return false;
  if (isAny(b)) return true;
  if (a.kind === 'constrained') return a === b || conformsTo(a.base, b, types);
  if (a.kind === 'simple') return a.name === 'Null' || (b.kind === 'simple' && a.name === b.name);
  if (a.kind === 'list' || a.kind === 'range') return b.kind === a.kind && conformsTo(a.of, b.of, types);
  if (a.kind === 'context') {
    return (
      b.kind === 'context' &&
      [...b.entries].every(([name, entry]) => conformsTo(a.entries.get(name) ?? ANY, entry, types))
    );
  }
  return (
    a.kind === 'function' &&
    b.kind === 'function' &&
    a.parameters.length === b.parameters.length &&
    a.parameters.every((parameter, index) => conformsTo(b.parameters[index] ?? ANY, parameter, types)) &&
    conformsTo(a.result, b.result, types)
  );
}

/** The list type that a type is, or bounds with allowed values. */
function listOf(type: FeelType): FeelType | undefined {
  if (type.kind === 'constrained') return listOf(type.base);
  return type.kind === 'list' ? type : undefined;
}

/**
 * The value as one of the type: unchanged when it conforms or is null, a list of one item taken out of its
 * list, a single value put into a list, a date made a date and time at midnight UTC (§10.3.2.9.4).
 * Undefined when none of these works.
 */
export function coerce(value: FeelValue, type: FeelType, types?: TypeRegistry): FeelValue | undefined {
  if (value === null) return null;
  const known = resolve(type, types);
  if (!known) return undefined;
  if (conforms(value, known, types)) return value;
  const list = listOf(known);
  if (isList(value) && value.length === 1 && !list) {
    const item = value[0] ?? null;
    if (item !== null && conforms(item, known, types)) return item;
  }
  if (list && !isList(value) && conforms([value], known, types)) return [value];
  if (value instanceof FeelDate && known.kind === 'simple' && known.name === 'date and time') return midnightUtc(value);
  return undefined;
}
