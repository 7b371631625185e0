/**
 * The events on one activity, behind one event-based gateway, or at the beginning of one process wait for different things: of two that
 * wait for the same error or message only one could ever be triggered.
 */
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import { flowNodesOf, outgoingOf, type ContainerRule } from './rule.ts';

const startsCases = ({ $type, $parent }: BpmnElement): boolean => $type === 'bpmn:StartEvent' && $parent?.$type === 'bpmn:Process';

/** A code, or every one. */
const coded = (what: string, code: string | undefined): string => (code === undefined || code === '' ? `every ${what}` : `the ${what} '${code}'`);

const catches: { readonly [$type: string]: (definition: BpmnElement, event: BpmnElement) => string | undefined } = {
  'bpmn:ErrorEventDefinition': ({ errorRef }) => coded('error', errorRef?.errorCode),
  'bpmn:EscalationEventDefinition': ({ escalationRef }) => coded('escalation', escalationRef?.escalationCode),
  'bpmn:CompensateEventDefinition': () => 'the compensation',
  'bpmn:SignalEventDefinition': ({ signalRef }) => (signalRef?.name === undefined ? undefined : `the signal '${signalRef.name}'`),
  'bpmn:MessageEventDefinition': ({ messageRef }, event) => {
    if (messageRef?.name === undefined) return undefined;
    // A start event waits for the message with whatever key.
    if (startsCases(event)) return `the message '${messageRef.name}'`;
    return `the message '${messageRef.name}' with the key '${extension(messageRef, 'Subscription')?.correlationKey ?? ''}'`;
  },
};

/** What the event catches, in words; `undefined` for events that may stand there several times. */
const caughtBy = (event: BpmnElement): string | undefined => {
  const [definition] = event.eventDefinitions ?? [];
  return definition === undefined ? undefined : catches[definition.$type]?.(definition, event);
};

/** Events by what they compete on. */
const groupsOf = (container: BpmnElement): readonly (readonly [BpmnElement, readonly BpmnElement[]])[] => {
  const groups = new Map<BpmnElement, BpmnElement[]>();
  for (const element of flowNodesOf(container)) {
    const activity = element.attachedToRef;
    if (activity !== undefined) groups.set(activity, [...(groups.get(activity) ?? []), element]);
    const [start] = element.triggeredByEvent === true ? flowNodesOf(element).filter(({ $type }) => $type === 'bpmn:StartEvent') : [];
    if (start !== undefined) groups.set(container, [...(groups.get(container) ?? []), start]);
    if (element.$type === 'bpmn:EventBasedGateway') groups.set(element, outgoingOf(element).flatMap(({ targetRef }) => targetRef ?? []));
  }
  return [...groups, [container, flowNodesOf(container).filter(startsCases)]];
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
