/** The `zeebe:` extensions of a user task. */
import { names, optionalDate, optionalName, taskPriority } from '../../work/value-type.ts';
import { DEFAULT_PRIORITY, type UserTaskDefinition } from '../behavior/user-task.ts';
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import type { OptionalAspect } from '../behavior/typed-value.ts';
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
  const aspects = compiler.aspects(element);
  return {
    aspects: {
      assignee: aspects('the assignee', assignment?.assignee, optionalName, null),
      candidateGroups: aspects('the candidate groups', assignment?.candidateGroups, names, []),
      candidateUsers: aspects('the candidate users', assignment?.candidateUsers, names, []),
      dueDate: aspects('the due date', schedule?.dueDate, optionalDate, null),
      followUpDate: aspects('the follow-up date', schedule?.followUpDate, optionalDate, null),
      priority: aspects('the priority', priority?.priority, taskPriority, DEFAULT_PRIORITY),
      formId: formIdOf(element, compiler),
      externalFormReference: aspects('the external form', externalFormOf(element, compiler), optionalName, null),
    },
    headers: headersOf(element),
  };
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

/** The id of the linked form of a user task or start event. */
const formIdOf = (element: BpmnElement, compiler: Compiler): OptionalAspect<string | null> => {
  const form = extension(element, 'FormDefinition');
  const formId = compiler.aspects(element)('the form id', form?.formId, optionalName, null);
  if (formId.expression?.kind === 'literal') compiler.forms.add(formId.expression.value);
  if (formId.expression !== null && form?.bindingType !== undefined && form.bindingType !== 'latest')
    compiler.report.warning(
      element,
      `Expected the form of ${describe(element)} to be bound to 'latest', but it is bound to '${form.bindingType}'. The latest version is used`,
    );
  return formId;
};

/** The form that starts a case; there are no variables yet that could choose one. */
export const startFormIdOf = (element: BpmnElement, compiler: Compiler): string | null => {
  const { expression } = formIdOf(element, compiler);
  if (expression === null) return null;
  if (expression.kind === 'literal') return expression.value;
  compiler.report.error(element, `Expected the form id of ${describe(element)} to be static, but it is '=${expression.program.text}'`);
  return null;
};
