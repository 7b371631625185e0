/** Every supported flow node: by its name in the BPMN meta-model, and by its kind. A new kind of element is one line here. */
import { adHocSubProcess } from './ad-hoc-sub-process.ts';
import { boundaryEvent } from './boundary-event.ts';
import { businessRuleTask } from './business-rule-task.ts';
import { callActivity } from './call-activity.ts';
import { complexGateway } from './complex-gateway.ts';
import { endEvent } from './end-event.ts';
import { eventBasedGateway } from './event-based-gateway.ts';
import { exclusiveGateway } from './exclusive-gateway.ts';
import { inclusiveGateway } from './inclusive-gateway.ts';
import { intermediateCatchEvent } from './intermediate-catch-event.ts';
import { intermediateThrowEvent } from './intermediate-throw-event.ts';
import { manualTask, undefinedTask } from './manual-task.ts';
import { parallelGateway } from './parallel-gateway.ts';
import { receiveTask } from './receive-task.ts';
import { scriptTask } from './script-task.ts';
import { sendTask, serviceTask } from './service-task.ts';
import { startEvent } from './start-event.ts';
import { loopBody } from './loop-body.ts';
import { eventSubProcess, processElement, subProcess, transaction } from './sub-process.ts';
import { userTask } from './user-task.ts';
import type { ElementKind } from '../../case/event.ts';
import { withConditionalFlows } from '../behavior/conditional-flows.ts';
import type { ElementType } from '../compile/compiler.ts';
import type { FlowNode } from '../model.ts';
import type { BpmnElement } from '../source/bpmn-element.ts';
import type { ElementBehavior } from './behavior.ts';

export const elementTypes: { readonly [$type: string]: ElementType | undefined } = {
  'bpmn:StartEvent': startEvent,
  'bpmn:EndEvent': endEvent,
  'bpmn:IntermediateCatchEvent': intermediateCatchEvent,
  'bpmn:IntermediateThrowEvent': intermediateThrowEvent,
  'bpmn:BoundaryEvent': boundaryEvent,
  'bpmn:Task': undefinedTask,
  'bpmn:ManualTask': manualTask,
  'bpmn:UserTask': userTask,
  'bpmn:ServiceTask': serviceTask,
  'bpmn:SendTask': sendTask,
  'bpmn:ScriptTask': scriptTask,
  'bpmn:BusinessRuleTask': businessRuleTask,
  'bpmn:ReceiveTask': receiveTask,
  'bpmn:ExclusiveGateway': exclusiveGateway,
  'bpmn:InclusiveGateway': inclusiveGateway,
  'bpmn:ParallelGateway': parallelGateway,
  'bpmn:EventBasedGateway': eventBasedGateway,
  'bpmn:ComplexGateway': complexGateway,
  'bpmn:CallActivity': callActivity,
  'bpmn:SubProcess': subProcess,
  'bpmn:Transaction': transaction,
  'bpmn:AdHocSubProcess': adHocSubProcess,
};

/** What no name of the meta-model alone stands for. */
const others = [eventSubProcess, loopBody, processElement];

/** An event sub-process is a sub-process with a mark. */
export const elementTypeOf = (element: BpmnElement): ElementType | undefined =>
  element.$type === 'bpmn:SubProcess' && element.triggeredByEvent === true ? eventSubProcess : elementTypes[element.$type];

const byKind: ReadonlyMap<ElementKind, ElementType> = new Map(
  [...Object.values(elementTypes), ...others].flatMap((type) => (type === undefined ? [] : [[type.kind, type] as const])),
);

const known = new WeakMap<FlowNode, ElementBehavior>();

/** What the node does. */
export const behaviorOf = (node: FlowNode): ElementBehavior => {
  const found = known.get(node);
  if (found !== undefined) return found;
  const type = byKind.get(node.kind);
  if (type === undefined) throw new Error(`Expected a kind of element that is executed, but '${node.id}' is a ${node.kind}`);
  const behavior = withConditionalFlows(node, type.behavior(node));
  known.set(node, behavior);
  return behavior;
};
