/** What a command has changed, and the first thing in which two outcomes differ. */
import type { JsonObject, Outcome } from './recording.ts';
import type { View } from './view.ts';

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Of a row that was there before, the fields that are another now; null for those that are gone. */
const changedFields = (before: JsonObject, after: JsonObject): JsonObject => {
  const names = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return Object.fromEntries(names.flatMap((name) => (same(before[name], after[name]) ? [] : [[name, after[name] ?? null]])));
};

export const changesBetween = (before: View, after: View): NonNullable<Outcome['changes']> => {
  const changes: { [subject: string]: JsonObject | null } = {};
  for (const [subject, row] of after) {
    const earlier = before.get(subject);
    const change = earlier === undefined ? row : changedFields(earlier, row);
    if (earlier === undefined || Object.keys(change).length > 0) changes[subject] = change;
  }
  for (const subject of before.keys()) if (!after.has(subject)) changes[subject] = null;
  return changes;
};

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

/** The first difference as a sentence, or undefined. Names in objects are compared in their order too: it is that of the elements. */
export const firstDifference = (expected: unknown, actual: unknown, where = ''): string | undefined => {
  if (same(expected, actual)) return undefined;
  if (!isObject(expected) || !isObject(actual)) return `Expected ${where} to be ${shown(expected)}, but it is ${shown(actual)}`;
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  for (const name of names) {
    const inner = firstDifference(expected[name], actual[name], where === '' ? name : `${where} › ${name}`);
    if (inner !== undefined) return inner;
  }
  return `Expected ${where} to come in the order ${Object.keys(expected).join(', ')}, but it is ${Object.keys(actual).join(', ')}`;
};
