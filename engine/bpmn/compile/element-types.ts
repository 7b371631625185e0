/** Every supported flow node by its name in the BPMN meta-model. A new kind of element is one line here. */
import { boundaryEvent } from '../element/boundary-event.ts';
import { businessRuleTask } from '../element/business-rule-task.ts';
import { endEvent } from '../element/end-event.ts';
import { eventBasedGateway } from '../element/event-based-gateway.ts';
import { exclusiveGateway } from '../element/exclusive-gateway.ts';
import { inclusiveGateway } from '../element/inclusive-gateway.ts';
import { intermediateCatchEvent } from '../element/intermediate-catch-event.ts';
import { intermediateThrowEvent } from '../element/intermediate-throw-event.ts';
import { manualTask, undefinedTask } from '../element/manual-task.ts';
import { parallelGateway } from '../element/parallel-gateway.ts';
import { receiveTask } from '../element/receive-task.ts';
import { scriptTask } from '../element/script-task.ts';
import { sendTask, serviceTask } from '../element/service-task.ts';
import { startEvent } from '../element/start-event.ts';
import { subProcess } from '../element/sub-process.ts';
import { userTask } from '../element/user-task.ts';
import type { ElementType } from './compiler.ts';

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
  'bpmn:SubProcess': subProcess,
};
