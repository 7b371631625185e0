/** What the guards and assignments of a statechart see and give. */
import type { FeelScope } from '../feel/engine.ts';
import type { IncidentErrorType } from '../case/event.ts';
import { evaluate, type EvaluationContext, type Place } from '../work/expression.ts';
import type { Failure } from '../work/failure.ts';
import type { Json, JsonObject } from '../json/json.ts';
import { setMember } from '../json/named-members.ts';
import type { Assignment, Guard, StatePath } from './model.ts';

/** Names that the statechart itself gives to FEEL; variables cannot have them. */
export const reservedNames = ['event', 'parameters'] as const;

/** Ends a transition half-way; nothing of it has taken effect then. */
export class EvaluationFailed extends Error {
  readonly failure: Failure;

  constructor(errorType: IncidentErrorType, message: string) {
    super(message);
    this.failure = { errorType, message };
  }
}

/** What a guard or an assignment may read. */
export interface Reading {
  readonly ctx: EvaluationContext;
  readonly variable: (name: string) => Json | undefined;
  readonly parameters: JsonObject;
  /** What this step has assigned so far. */
  readonly assigned: JsonObject;
  /** What is happening, as FEEL's `event`. */
  readonly event: Json;
}

const scopeOf = ({ event, parameters, assigned, variable }: Reading): FeelScope => ({
  get: (name) => {
    if (name === 'event') return event;
    if (name === 'parameters') return parameters;
    return Object.hasOwn(assigned, name) ? assigned[name] : variable(name);
  },
});

const feelGuard = (guard: Extract<Guard, { kind: 'feel' }>, reading: Reading, place: Place): boolean => {
  const result = evaluate(reading.ctx, guard, scopeOf(reading), place);
  if (!result.ok) throw new EvaluationFailed('condition', result.message);
  if (typeof result.value === 'boolean') return result.value;
  const because = result.warnings.length === 0 ? '' : `. ${result.warnings.join('. ')}`;
  throw new EvaluationFailed(
    'condition',
    `Expected guard '${guard.text}' to be true or false, but it is ${JSON.stringify(result.value)}${because}`,
  );
};

/** What a guard may look at: the case, and which states are active. */
export interface View {
  readonly reading: Reading;
  readonly place: Place;
  readonly isActive: (state: StatePath) => boolean;
}

/** `and` and `or` stop at the first guard that decides. Throws `EvaluationFailed`. */
export const guardHolds = (guard: Guard, view: View): boolean => {
  switch (guard.kind) {
    case 'feel':
      return feelGuard(guard, view.reading, view.place);
    case 'in':
      return view.isActive(guard.state);
    case 'not':
      return !guardHolds(guard.guard, view);
    case 'and':
      return guard.guards.every((part) => guardHolds(part, view));
    case 'or':
      return guard.guards.some((part) => guardHolds(part, view));
  }
};

/** The values of one `assign` of the element; all see the variables as they were before it. Throws `EvaluationFailed`. */
export const assignedBy = (assignments: readonly Assignment[], reading: Reading, element: string): JsonObject => {
  const values: { [name: string]: Json } = {};
  for (const { name, value } of assignments) {
    const result = evaluate(reading.ctx, value, scopeOf(reading), { element, attribute: `the assignment to '${name}'` });
    if (!result.ok) throw new EvaluationFailed('ioMapping', result.message);
    setMember(values, name, result.value);
  }
  return values;
};
