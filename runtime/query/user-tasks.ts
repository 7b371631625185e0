import { sql } from 'drizzle-orm';
import { arrayLiteral } from '../port/array-literal.ts';
import { processInstance, userTask, variable } from '../projection/case-tables.ts';
import { form, processDefinition } from '../projection/definition-tables.ts';
import { definitionFields, joinCase, rootProcessInstanceKey, tenantId } from './case-join.ts';
import { conditionOn, conditionOnSome, type Condition } from './condition.ts';
import { caseKey, givenDate, instant, integer, json, key, longText, nullable, text, texts } from './field.ts';
import { written } from './search.ts';
import { withVariables, type WantedVariable } from './variable-conditions.ts';

const fields = {
  name: nullable(longText(userTask.name)),
  state: text<'CREATED' | 'COMPLETED' | 'CANCELED'>(userTask.state),
  assignee: nullable(text(userTask.assignee)),
  elementId: text(userTask.elementId),
  candidateGroups: texts(userTask.candidateGroups),
  candidateUsers: texts(userTask.candidateUsers),
  ...definitionFields,
  creationDate: instant(userTask.createdAt),
  completionDate: nullable(instant(userTask.completedAt)),
  followUpDate: givenDate(userTask.followUpDate),
  dueDate: givenDate(userTask.dueDate),
  tenantId,
  externalFormReference: nullable(text(userTask.externalFormReference)),
  processDefinitionVersion: integer(processDefinition.version),
  customHeaders: json<{ [name: string]: string }>(userTask.headers),
  priority: integer(userTask.priority),
  userTaskKey: key(userTask.key),
  elementInstanceKey: key(userTask.elementInstanceKey),
  processName: nullable(longText(processDefinition.name)),
  processInstanceKey: caseKey(userTask.key),
  rootProcessInstanceKey,
  formKey: nullable(
    key(sql`(select ${form.key} from ${form} where ${form.id} = ${userTask.formId} order by ${form.version} desc limit 1)`),
  ),
  tags: texts(processInstance.tags),
};

const candidate = (list: typeof userTask.candidateGroups | typeof userTask.candidateUsers) => (condition: Condition) =>
  typeof condition === 'string'
    ? sql`${condition}::text = any(${list})`
    : conditionOnSome(condition, (inner) => sql`exists (select from unnest(${list}) candidate where ${conditionOn(text(sql.raw('candidate')), inner)})`);

export const userTasks = written({
  fields,
  from: sql`${userTask} ${joinCase(userTask.key)}`,
  key: 'userTaskKey',
  filters: {
    candidateGroup: candidate(userTask.candidateGroups),
    candidateUser: candidate(userTask.candidateUsers),
    tags: (tags: readonly string[]) => sql`${processInstance.tags} @> ${arrayLiteral(tags)}::text::text[]`,
    processInstanceVariables: (wanted: readonly WantedVariable[]) =>
      withVariables(wanted, sql`${variable.scopeKey} = ${processInstance.key}`),
    localVariables: (wanted: readonly WantedVariable[]) =>
      withVariables(wanted, sql`${variable.scopeKey} = ${userTask.elementInstanceKey}`),
  },
});
