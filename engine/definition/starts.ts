/**
 * What lets cases of a definition begin from outside. Expressions of start events see no variables: they are evaluated
 * once, when the definition is deployed, and what they gave stands with the version.
 */
import { compileExpression } from '../work/expression.ts';
import { evaluateAttribute } from '../work/attribute.ts';
import type { EvaluationContext } from '../work/expression.ts';
import { isFailure } from '../work/failure.ts';
import { evaluateTimer, type Schedule } from '../work/timer.ts';
import { feelEngine } from '../feel/index.ts';
import type { TimerDefinition } from '../work/definition.ts';

/** As its author wrote it: expressions are texts, FEEL after `=`. */
export type StartSource =
  | { readonly event: string; readonly type: 'message' | 'signal'; readonly name: string }
  | { readonly event: string; readonly type: 'timer'; readonly timer: TimerDefinition['timer']; readonly text: string };

/** Of a version that is deployed. */
export type DefinitionStart =
  | { readonly event: string; readonly type: 'message' | 'signal'; readonly name: string }
  | ({ readonly event: string; readonly type: 'timer' } & Schedule);

const nothingSeen = { get: () => undefined };
const nameOf = { message: 'messageName', signal: 'signalName' } as const;

/** The start, or a sentence that says why its expression gives none. */
export const evaluateStart = (ctx: EvaluationContext, start: StartSource): DefinitionStart | string => {
  const { event } = start;
  const compilation = compileExpression(feelEngine, start.type === 'timer' ? start.text : start.name);
  if (!compilation.ok) return compilation.message;
  const { expression } = compilation;
  const site = { element: event, scope: nothingSeen };
  if (start.type === 'timer') {
    const schedule = evaluateTimer(ctx, site, { type: 'timer', timer: start.timer, expression });
    return isFailure(schedule) ? schedule.message : { event, type: 'timer', ...schedule.value };
  }
  const name = evaluateAttribute(ctx, site, nameOf[start.type], expression);
  return isFailure(name) ? name.message : { event, type: start.type, name: name.value };
};
