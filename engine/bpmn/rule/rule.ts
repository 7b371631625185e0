/** A structural rule checks one thing about a process. Its file is named by what it demands. */
import type { BpmnElement } from '../source/bpmn-element.ts';
import { linkFlowsOf } from '../source/link-flows.ts';
import type { Report } from '../source/report.ts';

/** `container` is the process or a sub-process; each is checked on its own. */
export type ContainerRule = (container: BpmnElement, report: Report) => void;
export type FlowNodeRule = (element: BpmnElement, report: Report) => void;

const isSequenceFlow = ({ $type }: BpmnElement): boolean => $type === 'bpmn:SequenceFlow';

export const drawnFlowsOf = (container: BpmnElement): readonly BpmnElement[] =>
  (container.flowElements ?? []).filter(isSequenceFlow);

/** With those that links stand for. */
export const flowsOf = (container: BpmnElement): readonly BpmnElement[] => [
  ...drawnFlowsOf(container),
  ...linkFlowsOf(container),
];

/** Everything in the container that tokens go through. */
export const flowNodesOf = (container: BpmnElement): readonly BpmnElement[] =>
  (container.flowElements ?? []).filter((element) => !isSequenceFlow(element) && !element.$type.startsWith('bpmn:Data'));

type FlowsByNode = ReadonlyMap<BpmnElement, readonly BpmnElement[]>;

interface Connections {
  readonly incoming: FlowsByNode;
  readonly outgoing: FlowsByNode;
}

/** Each container is indexed once: looking through its flows for every node would be quadratic. */
const indexed = new WeakMap<BpmnElement, Connections>();

const grouped = (flows: readonly BpmnElement[], end: 'sourceRef' | 'targetRef'): FlowsByNode => {
  const groups = new Map<BpmnElement, BpmnElement[]>();
  for (const flow of flows) {
    const node = flow[end];
    if (node === undefined) continue;
    const group = groups.get(node);
    if (group === undefined) groups.set(node, [flow]);
    else group.push(flow);
  }
  return groups;
};

const connectionsOf = (container: BpmnElement): Connections => {
  const known = indexed.get(container);
  if (known !== undefined) return known;
  const flows = flowsOf(container);
  const connections = { incoming: grouped(flows, 'targetRef'), outgoing: grouped(flows, 'sourceRef') };
  indexed.set(container, connections);
  return connections;
};

const connected = (element: BpmnElement, direction: keyof Connections): readonly BpmnElement[] =>
  element.$parent === undefined ? [] : (connectionsOf(element.$parent)[direction].get(element) ?? []);

export const outgoingOf = (element: BpmnElement): readonly BpmnElement[] => connected(element, 'outgoing');
export const incomingOf = (element: BpmnElement): readonly BpmnElement[] => connected(element, 'incoming');

export const isActivity = ({ $type }: BpmnElement): boolean =>
  /Task$|^bpmn:(SubProcess|Transaction|AdHocSubProcess|CallActivity)$/.test($type);

/** Whether no flow leads to the element of a process, so that it may let a case begin. */
const isBeginning = (element: BpmnElement): boolean => element.$parent?.$type === 'bpmn:Process' && incomingOf(element).length === 0;

/** Whether what it waits for starts a case. */
export const instantiates = (element: BpmnElement): boolean => element.instantiate === true && isBeginning(element);
