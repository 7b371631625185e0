/**
 * The events on one activity, or behind one event-based gateway, wait for different things: of two that
 * wait for the same error or message only one could ever be triggered.
 */
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import { flowNodesOf, outgoingOf, type ContainerRule } from './rule.ts';

/** What the event catches, in words; `undefined` for events that may stand there several times. */
const caughtBy = ({ eventDefinitions = [] }: BpmnElement): string | undefined => {
  const [definition] = eventDefinitions;
  if (definition?.$type === 'bpmn:ErrorEventDefinition') {
    const code = definition.errorRef?.errorCode ?? '';
    return code === '' ? 'every error' : `the error '${code}'`;
  }
  if (definition?.$type === 'bpmn:EscalationEventDefinition') {
    const code = definition.escalationRef?.escalationCode ?? '';
    return code === '' ? 'every escalation' : `the escalation '${code}'`;
  }
  if (definition?.$type === 'bpmn:CompensateEventDefinition') return 'the compensation';
  if (definition?.$type === 'bpmn:SignalEventDefinition') return definition.signalRef?.name === undefined ? undefined : `the signal '${definition.signalRef.name}'`;
  const message = definition?.messageRef;
  if (definition?.$type !== 'bpmn:MessageEventDefinition' || message?.name === undefined) return undefined;
  const key = extension(message, 'Subscription')?.correlationKey ?? '';
  return `the message '${message.name}' with the key '${key}'`;
};

/** Events by what they compete on. */
const groupsOf = (container: BpmnElement): ReadonlyMap<BpmnElement, readonly BpmnElement[]> => {
  const groups = new Map<BpmnElement, BpmnElement[]>();
  for (const element of flowNodesOf(container)) {
    const activity = element.attachedToRef;
    if (activity !== undefined) groups.set(activity, [...(groups.get(activity) ?? []), element]);
    const [start] = element.triggeredByEvent === true ? flowNodesOf(element).filter(({ $type }) => $type === 'bpmn:StartEvent') : [];
    if (start !== undefined) groups.set(container, [...(groups.get(container) ?? []), start]);
    if (element.$type === 'bpmn:EventBasedGateway') groups.set(element, outgoingOf(element).flatMap(({ targetRef }) => targetRef ?? []));
  }
  return groups;
};

export const distinctCatchEvents: ContainerRule = (container, report) => {
  for (const [place, events] of groupsOf(container)) {
    const seen = new Map<string, BpmnElement>();
    for (const event of events) {
      const caught = caughtBy(event);
      const other = caught === undefined ? undefined : seen.get(caught);
      if (caught === undefined) continue;
      if (other === undefined) seen.set(caught, event);
      else if (other !== event)
        report.error(event, `Expected only one event of ${describe(place)} to catch ${caught}, but ${describe(other)} and ${describe(event)} do`);
    }
  }
};
