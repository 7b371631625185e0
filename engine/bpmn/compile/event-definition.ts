/** The one event definition of an event, and what each kind says. */
import type { MessageDefinition, TimerDefinition } from '../../work/definition.ts';
import { parseSchedule } from '../../work/timer.ts';
import { describe, extension, kindName, withArticle, type BpmnElement } from '../source/bpmn-element.ts';
import type { NodeParts, Compiler } from './compiler.ts';

/** Definitions in the event and those it refers to. */
const definitionsOf = (event: BpmnElement): readonly BpmnElement[] => [
  ...(event.eventDefinitions ?? []),
  ...(event.eventDefinitionRef ?? []),
];

type ByDefinition = { readonly [$type: string]: (definition: BpmnElement) => NodeParts };

/**
 * Compiles the event by the type of its definition; the key `none` is for events without one. What the
 * table does not have is reported as unsupported.
 */
export const byDefinition = (event: BpmnElement, compiler: Compiler, table: ByDefinition): NodeParts => {
  const [definition, ...others] = definitionsOf(event);
  if (others.length > 0) compiler.unsupported(event, 'more than one event definition');
  const compile = table[definition?.$type ?? 'none'];
  if (compile !== undefined) return compile(definition ?? event);
  if (definition !== undefined) compiler.unsupported(event, `${withArticle(kindName(definition.$type))} here`);
  else compiler.report.error(event, `Expected ${describe(event)} to have an event definition, but it has none`);
  return {};
};

const timerTypes = { timeDate: 'date', timeDuration: 'duration', timeCycle: 'cycle' } as const;

/** `cycles`: whether the timer may repeat here (non-interrupting boundary events). */
export const compileTimer = (
  event: BpmnElement,
  definition: BpmnElement,
  compiler: Compiler,
  { cycles }: { readonly cycles: boolean },
): TimerDefinition => {
  const given = (['timeDate', 'timeDuration', 'timeCycle'] as const).filter((name) => definition[name] !== undefined);
  const [property = 'timeDuration'] = given;
  if (given.length !== 1)
    compiler.report.error(event, `Expected ${describe(event)} to have one of date, duration or cycle, but it has ${given.length}`);
  const type = timerTypes[property];
  const expression = compiler.required(event, `a timer ${type}`, definition[property]?.body);
  if (type === 'cycle' && !cycles) compiler.unsupported(event, 'a timer cycle here');
  const literal = expression.kind === 'literal' && typeof expression.value === 'string' && expression.value !== '' ? expression.value : undefined;
  if (literal !== undefined && parseSchedule(type, literal, 0) === undefined)
    compiler.report.error(event, `Expected the timer ${type} of ${describe(event)} to be in ISO 8601, but it is '${literal}'`);
  if (type === 'date' && literal !== undefined && /T[\d:.]+$/.test(literal))
    compiler.report.hint(event, `Expected the timer date of ${describe(event)} to have a zone, but it has none: it is read in the zone of the case`);
  return { type: 'timer', timer: type, expression };
};

/** The message that a catching element waits for: its name, and the key of its subscription. */
export const compileMessage = (element: BpmnElement, message: BpmnElement | undefined, compiler: Compiler): MessageDefinition => {
  if (message === undefined)
    compiler.report.error(element, `Expected ${describe(element)} to refer to a message, but it refers to none`);
  const subscription = message === undefined ? undefined : extension(message, 'Subscription');
  const messageName = compiler.required(element, 'a message name', message?.name);
  const correlationKey = compiler.feel(element, 'a correlation key on its message', subscription?.correlationKey);
  return { type: 'message', attributes: { messageName, correlationKey } };
};
