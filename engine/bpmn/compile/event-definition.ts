/** The event definitions of an event, and what those of them say that stand in several places. */
import type { MessageDefinition, TimerDefinition } from '../../work/definition.ts';
import { parseSchedule } from '../../work/timer.ts';
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';

/** Definitions in the event and those it refers to. */
export const definitionsOf = (event: BpmnElement): readonly BpmnElement[] => [
  ...(event.eventDefinitions ?? []),
  ...(event.eventDefinitionRef ?? []),
];

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
export const compileMessage = (
  element: BpmnElement,
  message: BpmnElement | undefined,
  compiler: Compiler,
  { keyed = true }: { readonly keyed?: boolean } = {},
): MessageDefinition => {
  if (message === undefined)
    compiler.report.error(element, `Expected ${describe(element)} to refer to a message, but it refers to none`);
  const subscription = message === undefined ? undefined : extension(message, 'Subscription');
  const messageName = compiler.required(element, 'a message name', message?.name);
  // A message that starts a case needs no key.
  if (!keyed) return { type: 'message', attributes: { messageName, correlationKey: null } };
  const correlationKey = compiler.feel(element, 'a correlation key on its message', subscription?.correlationKey);
  return { type: 'message', attributes: { messageName, correlationKey } };
};
