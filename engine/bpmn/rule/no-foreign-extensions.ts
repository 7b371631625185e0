/**
 * Extensions of other engines say who does a task and what a script is. Here they would be lost without
 * a word, so they are refused; those of modelers and other tools change nothing and are passed over.
 */
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import { flowNodesOf, flowsOf, type ContainerRule } from './rule.ts';

const engines = new Map([
  ['http://camunda.org/schema/1.0/bpmn', 'Camunda 7'],
  ['http://activiti.org/bpmn', 'Activiti'],
  ['http://flowable.org/bpmn', 'Flowable'],
]);

/** The namespace that the prefix stands for at the element. */
const namespaceOf = (element: BpmnElement | undefined, prefix: string): string | undefined =>
  element === undefined ? undefined : (element.$attrs?.[`xmlns:${prefix}`] ?? namespaceOf(element.$parent, prefix));

const namesOn = (element: BpmnElement): readonly string[] => [
  ...Object.keys(element.$attrs ?? {}),
  ...(element.extensionElements?.values ?? []).map(({ $type }) => $type),
];

export const noForeignExtensions: ContainerRule = (container, report) => {
  const inside = [...flowNodesOf(container), ...flowsOf(container)];
  for (const element of container.$type === 'bpmn:Process' ? [container, ...inside] : inside) {
    const foreign = namesOn(element).flatMap((name) => {
      const engine = engines.get(namespaceOf(element, name.split(':')[0] ?? '') ?? '');
      return engine === undefined || name.startsWith('xmlns') ? [] : [{ name, engine }];
    });
    const [first] = foreign;
    if (first === undefined) continue;
    const names = foreign.map(({ name }) => name).join(', ');
    report.error(element, `Expected a model for Camunda 8 (zeebe: extensions), but ${describe(element)} has extensions of ${first.engine}: ${names}`);
  }
};
