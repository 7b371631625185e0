/**
 * The events on one activity, or behind one event-based gateway, wait for different things: of two that
 * wait for the same error or message only one could ever be triggered.
 */
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import { flowNodesOf, outgoingOf, type ContainerRule } from './rule.ts';

/** A code, or every one. */
const coded = (what: string, code: string | undefined): string => (code === undefined || code === '' ? `every ${what}` : `the ${what} '${code}'`);

const catches: { readonly [$type: string]: (definition: BpmnElement) => string | undefined } = {
  'bpmn:ErrorEventDefinition': ({ errorRef }) => coded('error', errorRef?.errorCode),
  'bpmn:EscalationEventDefinition': ({ escalationRef }) => coded('escalation', escalationRef?.escalationCode),
  'bpmn:CompensateEventDefinition': () => 'the compensation',
  'bpmn:SignalEventDefinition': ({ signalRef }) => (signalRef?.name === undefined ? undefined : `the signal '${signalRef.name}'`),
  'bpmn:MessageEventDefinition': ({ messageRef }) => {
    if (messageRef?.name === undefined) return undefined;
    return `the message '${messageRef.name}' with the key '${extension(messageRef, 'Subscription')?.correlationKey ?? ''}'`;
  },
};

/** What the event catches, in words; `undefined` for events that may stand there several times. */
const caughtBy = ({ eventDefinitions: [definition] = [] }: BpmnElement): string | undefined =>
  definition === undefined ? undefined : catches[definition.$type]?.(definition);

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
