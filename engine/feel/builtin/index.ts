/** The functions every expression can call: DMN 1.5 §10.3.4 and what Camunda's FEEL adds. */
import { NameTable } from '../names.ts';
import { FeelFunction } from '../value.ts';
import { CAMUNDA } from './camunda.ts';
import { CONTEXTS } from './context.ts';
import { CONVERSIONS } from './conversion.ts';
import { JSON_TEXTS } from './json.ts';
import { LISTS } from './list.ts';
import { NUMBERS } from './numeric.ts';
import { RANGES } from './range.ts';
import type { Builtins } from './signature.ts';
import { STATISTICS } from './statistics.ts';
import { STRINGS } from './string.ts';
import { TEMPORAL } from './temporal.ts';

const GROUPS: readonly Builtins[] = [
  CONVERSIONS,
  STRINGS,
  NUMBERS,
  LISTS,
  STATISTICS,
  CONTEXTS,
  TEMPORAL,
  RANGES,
  JSON_TEXTS,
  CAMUNDA,
];

const functions = new Map<string, FeelFunction>();
for (const group of GROUPS) {
  for (const [name, signatures] of Object.entries(group)) {
    const earlier = functions.get(name)?.signatures ?? [];
    functions.set(name, new FeelFunction(name, [...earlier, ...signatures]));
  }
}

export const BUILTIN_NAMES = new NameTable([
  ...functions.keys(),
  'time offset',
  'start included',
  'end included',
]);

/** All of them, for lint, completion and tests. */
export function builtinNames(): readonly string[] {
  return [...functions.keys()];
}

export function builtin(name: string): FeelFunction | undefined {
  return functions.get(name);
}
