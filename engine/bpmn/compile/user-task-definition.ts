/** The `zeebe:` extensions of a user task. */
import type { UserTaskDefinition } from '../../work/definition.ts';
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';
import { headersOf } from './job-definition.ts';

export const compileUserTask = (element: BpmnElement, compiler: Compiler): UserTaskDefinition => {
  if (extension(element, 'UserTask') === undefined)
    compiler.report.warning(
      element,
      `Expected ${describe(element)} to be marked as a user task of the engine (zeebe:userTask), but it is not. It is treated as one`,
    );
  const assignment = extension(element, 'AssignmentDefinition');
  const schedule = extension(element, 'TaskSchedule');
  const priority = extension(element, 'PriorityDefinition');
  const { assignee, candidateGroups, candidateUsers } = assignment ?? {};
  const { dueDate, followUpDate } = schedule ?? {};
  warnOfBinding(element, compiler);
  const attributes = compiler.attributes(element, {
    assignee, candidateGroups, candidateUsers, dueDate, followUpDate, priority: priority?.priority,
    formId: extension(element, 'FormDefinition')?.formId,
    externalFormReference: externalFormOf(element, compiler),
  });
  return { type: 'userTask', attributes, headers: headersOf(element) };
};

/** A custom `formKey` of older models means the same as an external reference. */
const externalFormOf = (element: BpmnElement, compiler: Compiler): string | undefined => {
  const form = extension(element, 'FormDefinition');
  if (form?.formKey?.startsWith('camunda-forms:bpmn:') === true)
    compiler.report.error(
      element,
      `Expected ${describe(element)} to link a deployed form by its id, but its form is embedded in the process`,
    );
  return form?.externalReference ?? form?.formKey;
};

const warnOfBinding = (element: BpmnElement, compiler: Compiler): void => {
  const { formId, bindingType } = extension(element, 'FormDefinition') ?? {};
  if (formId !== undefined && bindingType !== undefined && bindingType !== 'latest')
    compiler.report.warning(
      element,
      `Expected the form of ${describe(element)} to be bound to 'latest', but it is bound to '${bindingType}'. The latest version is used`,
    );
};

/** The form that starts a case; there are no variables yet that could choose one. */
export const startFormIdOf = (element: BpmnElement, compiler: Compiler): string | null => {
  warnOfBinding(element, compiler);
  const { formId } = compiler.attributes(element, { formId: extension(element, 'FormDefinition')?.formId });
  if (formId === null) return null;
  if (formId.kind === 'literal') return typeof formId.value === 'string' ? formId.value : null;
  compiler.report.error(element, `Expected the form id of ${describe(element)} to be static, but it is '=${formId.text}'`);
  return null;
};
