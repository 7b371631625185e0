/** What the expressions of a statechart see and give. */
import type { FeelScope } from '../feel/engine.ts';
import type { IncidentErrorType } from '../case/event.ts';
import { evaluate } from '../work/expression.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { setMember } from '../json/named-members.ts';
import type { Action, Guard, StatePath, Value } from './model.ts';

/** Names that the statechart itself gives to FEEL; variables cannot have them. */
export const reservedNames = ['event', 'parameters'] as const;

/** Why a step cannot be made. */
export interface Failure {
  readonly errorType: IncidentErrorType;
  readonly message: string;
}

/** Ends a transition half-way; nothing of it has taken effect then. */
export class EvaluationFailed extends Error {
  readonly failure: Failure;

  constructor(errorType: IncidentErrorType, message: string) {
    super(message);
    this.failure = { errorType, message };
  }
}

/** What a guard or an assignment may read. `assigned` holds what this step has assigned so far. */
export interface Reading {
  readonly variable: (name: string) => Json | undefined;
  readonly parameters: JsonObject;
  readonly assigned: JsonObject;
  /** What is happening, as FEEL's `event`. */
  readonly event: Json;
  /** Epoch ms. */
  readonly now: number;
}

export const scopeOf = (reading: Reading): FeelScope => ({
  get: (name) => {
    if (name === 'event') return reading.event;
    if (name === 'parameters') return reading.parameters;
    return Object.hasOwn(reading.assigned, name) ? reading.assigned[name] : reading.variable(name);
  },
});

export type ValueResult =
  | { readonly ok: true; readonly value: Json; readonly warnings: readonly string[] }
  | { readonly ok: false; readonly message: string };

export const evaluateValue = (value: Value, scope: FeelScope, now: number): ValueResult =>
  value.kind === 'literal' ? { ok: true, value: value.value, warnings: [] } : evaluate(value, scope, now);

const feelGuard = (guard: Extract<Guard, { kind: 'feel' }>, reading: Reading): boolean => {
  const result = evaluate(guard, scopeOf(reading), reading.now);
  if (!result.ok) throw new EvaluationFailed('CONDITION_ERROR', result.message);
  if (typeof result.value === 'boolean') return result.value;
  const because = result.warnings.length === 0 ? '' : `. ${result.warnings.join('. ')}`;
  throw new EvaluationFailed(
    'CONDITION_ERROR',
    `Expected guard '${guard.program.text}' to be true or false, but it is ${JSON.stringify(result.value)}${because}`,
  );
};

/** `and` and `or` stop at the first guard that decides. Throws `EvaluationFailed`. */
export const guardHolds = (
  guard: Guard,
  reading: Reading,
  isActive: (state: StatePath) => boolean,
): boolean => {
  switch (guard.kind) {
    case 'feel':
      return feelGuard(guard, reading);
    case 'in':
      return isActive(guard.state);
    case 'not':
      return !guardHolds(guard.guard, reading, isActive);
    case 'and':
      return guard.guards.every((part) => guardHolds(part, reading, isActive));
    case 'or':
      return guard.guards.some((part) => guardHolds(part, reading, isActive));
  }
};

/** The values of one `assign`; all see the variables as they were before it. Throws `EvaluationFailed`. */
export const assignedBy = (action: Extract<Action, { kind: 'assign' }>, reading: Reading): JsonObject => {
  const values: { [name: string]: Json } = {};
  for (const { name, value } of action.assignments) {
    const result = evaluateValue(value, scopeOf(reading), reading.now);
    if (!result.ok) throw new EvaluationFailed('IO_MAPPING_ERROR', result.message);
    setMember(values, name, result.value);
  }
  return values;
};
