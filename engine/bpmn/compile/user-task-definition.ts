/** The `zeebe:` extensions of a user task. */
import type { UserTaskDefinition } from '../behavior/user-task.ts';
import type { Expression } from '../../kernel/expression.ts';
import { parseInstant } from '../../kernel/instant.ts';
import { describe, extension, type BpmnElement, type ZeebeExtension } from '../source/bpmn-element.ts';
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
  const priority = compiler.optional(element, 'the priority', extension(element, 'PriorityDefinition')?.priority);
  if (priority?.kind === 'literal' && !/^(100|\d?\d)$/.test(priority.value))
    compiler.report.error(element, `Expected the priority of ${describe(element)} to be a whole number from 0 to 100, but it is '${priority.value}'`);
  return {
    assignee: compiler.optional(element, 'the assignee', assignment?.assignee),
    candidateGroups: compiler.optional(element, 'the candidate groups', assignment?.candidateGroups),
    candidateUsers: compiler.optional(element, 'the candidate users', assignment?.candidateUsers),
    dueDate: compileDate(element, 'the due date', schedule?.dueDate, compiler),
    followUpDate: compileDate(element, 'the follow-up date', schedule?.followUpDate, compiler),
    priority,
    ...compileForm(element, extension(element, 'FormDefinition'), compiler),
    headers: headersOf(element),
  };
};

const compileDate = (element: BpmnElement, what: string, text: string | undefined, compiler: Compiler): Expression | null => {
  const expression = compiler.optional(element, what, text);
  if (expression?.kind === 'literal' && parseInstant(expression.value) === null)
    compiler.report.error(element, `Expected ${what} of ${describe(element)} to be an ISO 8601 date and time, but it is '${expression.value}'`);
  return expression;
};

type Form = Pick<UserTaskDefinition, 'formId' | 'externalFormReference'>;

const compileForm = (element: BpmnElement, form: ZeebeExtension | undefined, compiler: Compiler): Form => {
  if (form?.formKey?.startsWith('camunda-forms:bpmn:') === true)
    compiler.report.error(
      element,
      `Expected ${describe(element)} to link a deployed form by its id, but its form is embedded in the process`,
    );
  return {
    formId: formIdOf(element, compiler),
    externalFormReference: compiler.optional(element, 'the external form', form?.externalReference ?? form?.formKey),
  };
};

/** The id of the linked form of a user task or start event. */
export const formIdOf = (element: BpmnElement, compiler: Compiler): string | null => {
  const form = extension(element, 'FormDefinition');
  if (form?.formId === undefined || form.formId === '') return null;
  if (form.bindingType !== undefined && form.bindingType !== 'latest')
    compiler.report.warning(
      element,
      `Expected the form of ${describe(element)} to be bound to 'latest', but it is bound to '${form.bindingType}'. The latest version is used`,
    );
  compiler.forms.add(form.formId);
  return form.formId;
};
