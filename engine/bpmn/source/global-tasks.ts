/**
 * Global tasks (BPMN 2.0.2 §10.3.7) are tasks beside the processes, for call activities to call. Each is made a process
 * of that task alone, so that everything that holds for called processes holds for it.
 */
import type { BpmnElement } from './bpmn-element.ts';

const taskTypes: { readonly [$type: string]: string } = {
  'bpmn:GlobalTask': 'bpmn:Task',
  'bpmn:GlobalUserTask': 'bpmn:UserTask',
  'bpmn:GlobalManualTask': 'bpmn:ManualTask',
  'bpmn:GlobalScriptTask': 'bpmn:ScriptTask',
  'bpmn:GlobalBusinessRuleTask': 'bpmn:BusinessRuleTask',
};

const processOf = (task: BpmnElement, $type: string): BpmnElement => {
  const process: { -readonly [K in keyof BpmnElement]: BpmnElement[K] } = {
    $type: 'bpmn:Process', isExecutable: true,
    ...(task.id === undefined ? {} : { id: task.id }),
    ...(task.name === undefined ? {} : { name: task.name }),
  };
  const inside = (id: string, more: Partial<BpmnElement> & { readonly $type: string }): BpmnElement => ({ ...more, id: `${task.id ?? ''}_${id}`, $parent: process });
  const [start, work, end] = [inside('start', { $type: 'bpmn:StartEvent' }), inside('task', { ...propertiesOf(task), $type }), inside('end', { $type: 'bpmn:EndEvent' })];
  process.flowElements = [
    start, work, end,
    inside('begin', { $type: 'bpmn:SequenceFlow', sourceRef: start, targetRef: work }),
    inside('finish', { $type: 'bpmn:SequenceFlow', sourceRef: work, targetRef: end }),
  ];
  return process;
};

const propertiesOf = ({ name, extensionElements }: BpmnElement): Partial<BpmnElement> => ({
  ...(name === undefined ? {} : { name }),
  ...(extensionElements === undefined ? {} : { extensionElements }),
});

export const globalTasksOf = (definitions: BpmnElement): readonly BpmnElement[] =>
  (definitions.rootElements ?? []).flatMap((element) => {
    const $type = taskTypes[element.$type];
    return $type === undefined ? [] : [processOf(element, $type)];
  });
