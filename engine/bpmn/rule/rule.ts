/** A structural rule checks one thing about a process. Its file is named by what it demands. */
import type { BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';

/** `container` is the process or a sub-process; each is checked on its own. */
export type ContainerRule = (container: BpmnElement, report: Report) => void;
export type FlowNodeRule = (element: BpmnElement, report: Report) => void;

export const isSequenceFlow = ({ $type }: BpmnElement): boolean => $type === 'bpmn:SequenceFlow';

export const flowsOf = (container: BpmnElement): readonly BpmnElement[] =>
  (container.flowElements ?? []).filter(isSequenceFlow);

/** Everything in the container that tokens go through. */
export const flowNodesOf = (container: BpmnElement): readonly BpmnElement[] =>
  (container.flowElements ?? []).filter((element) => !isSequenceFlow(element) && !element.$type.startsWith('bpmn:Data'));

export const outgoingOf = (element: BpmnElement): readonly BpmnElement[] =>
  element.$parent === undefined ? [] : flowsOf(element.$parent).filter(({ sourceRef }) => sourceRef === element);

export const incomingOf = (element: BpmnElement): readonly BpmnElement[] =>
  element.$parent === undefined ? [] : flowsOf(element.$parent).filter(({ targetRef }) => targetRef === element);

export const isActivity = ({ $type }: BpmnElement): boolean =>
  /Task$|^bpmn:(SubProcess|Transaction|AdHocSubProcess|CallActivity)$/.test($type);
