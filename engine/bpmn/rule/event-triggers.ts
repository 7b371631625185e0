/**
 * Which event definitions may stand at which event (BPMN 2.0.2 §10.5.2 to §10.5.4, tables 10.84 to 10.93). An event that
 * is not among them is refused whether or not the engine runs that kind of event elsewhere.
 */
import { describe, kindName, withArticle, type BpmnElement } from '../source/bpmn-element.ts';
import type { FlowNodeRule } from './rule.ts';

type Kind = 'message' | 'timer' | 'conditional' | 'signal' | 'error' | 'escalation' | 'compensate' | 'cancel' | 'link' | 'terminate';

interface Place {
  /** In words, after 'Expected'. */
  readonly name: (event: BpmnElement) => string;
  readonly allowed: readonly Kind[];
  readonly mayBeNone: boolean;
}

const startOfProcess: Place = {
  name: (event) => `${describe(event)} of a process`,
  allowed: ['message', 'timer', 'conditional', 'signal'],
  mayBeNone: true,
};
const startOfSubProcess: Place = { name: (event) => `${describe(event)} of a sub-process`, allowed: [], mayBeNone: true };
const startOfEventSubProcess = ({ isInterrupting }: BpmnElement): Place => ({
  name: (event) => `${describe(event)} of an event sub-process${isInterrupting === false ? ' that does not interrupt' : ''}`,
  allowed: ['message', 'timer', 'conditional', 'signal', 'escalation', ...(isInterrupting === false ? [] : (['error', 'compensate'] as const))],
  mayBeNone: false,
});
const intermediateCatch: Place = { name: describe, allowed: ['message', 'timer', 'conditional', 'signal', 'link'], mayBeNone: false };
const intermediateThrow: Place = { name: describe, allowed: ['message', 'signal', 'escalation', 'compensate', 'link'], mayBeNone: true };
const endEvent: Place = { name: describe, allowed: ['message', 'signal', 'error', 'escalation', 'compensate', 'cancel', 'terminate'], mayBeNone: true };
const onBoundary = ({ cancelActivity }: BpmnElement): Place => ({
  name: (event) => (cancelActivity === false ? `${describe(event)}, which does not interrupt,` : describe(event)),
  allowed: ['message', 'timer', 'conditional', 'signal', 'escalation', ...(cancelActivity === false ? [] : (['error', 'compensate', 'cancel'] as const))],
  mayBeNone: false,
});

const placeOfStart = (event: BpmnElement): Place => {
  const container = event.$parent;
  if (container === undefined || container.$type === 'bpmn:Process') return startOfProcess;
  return container.triggeredByEvent === true ? startOfEventSubProcess(event) : startOfSubProcess;
};

const placeOf = (event: BpmnElement): Place | undefined => {
  switch (event.$type) {
    case 'bpmn:StartEvent':
      return placeOfStart(event);
    case 'bpmn:IntermediateCatchEvent':
      return intermediateCatch;
    case 'bpmn:IntermediateThrowEvent':
      return intermediateThrow;
    case 'bpmn:EndEvent':
      return endEvent;
    case 'bpmn:BoundaryEvent':
      return onBoundary(event);
    default:
      return undefined;
  }
};

const kindOf = ({ $type }: BpmnElement): string => $type.replace(/^bpmn:(.*)EventDefinition$/, '$1').toLowerCase();

const listed = (kinds: readonly Kind[]): string => (kinds.length === 0 ? 'nothing' : `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}`);

export const eventTriggers: FlowNodeRule = (event, report) => {
  const place = placeOf(event);
  if (place === undefined) return;
  const definitions = [...(event.eventDefinitions ?? []), ...(event.eventDefinitionRef ?? [])];
  if (definitions.length === 0 && !place.mayBeNone)
    report.error(event, `Expected ${place.name(event)} to be one of ${listed(place.allowed)}, but it has no event definition`);
  for (const definition of definitions) {
    if ((place.allowed as readonly string[]).includes(kindOf(definition))) continue;
    const allowed = place.allowed.length === 0 ? 'to have no event definition' : `to be one of ${listed(place.allowed)}`;
    report.error(event, `Expected ${place.name(event)} ${allowed}, but it has ${withArticle(kindName(definition.$type))}`);
  }
};
