import { sql, type SQL } from 'drizzle-orm';
import { arrayLiteral } from '../port/array-literal.ts';
import { processInstance, userTask, variable } from '../projection/case-tables.ts';
import { form, processDefinition } from '../projection/definition-tables.ts';
import { definitionFields, joinCase, rootProcessInstanceKey, tenantId } from './case-join.ts';
import { always, conditionOn, conditionOnSome, type Condition } from './condition.ts';
import { caseKey, givenDate, instant, integer, json, key, longText, nullable, text, texts } from './field.ts';
import { written } from './search.ts';
import { fewOf, withVariables, type WantedVariable } from './variable-conditions.ts';

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
    ? sql`(${list} @> ${arrayLiteral([condition])}::text::text[] and ${list} <> '{}')`
    : conditionOnSome(condition, (inner) => sql`exists (select from unnest(${list}) candidate where ${conditionOn(text(sql.raw('candidate')), inner)})`);

/** Tasks of the cases in which variables stand, and of these those that fit. */
const tasksBeside = (variables: SQL, fits: SQL): SQL => sql`${userTask.key} = any(array(select beside.key from ${variable}
  cross join lateral (select task.key from user_task task where task.key >= (${variable.scopeKey} >> 24) << 24
    and task.key < ((${variable.scopeKey} >> 24) + 1) << 24 and ${fits} offset 0) beside where ${variables}))`;

export const userTasks = written({
  fields,
  from: sql`${userTask} ${joinCase(userTask.key)}`,
  key: 'userTaskKey',
  narrow: async (database, { processInstanceVariables, localVariables }) => {
    const local = await fewOf(database, localVariables as readonly WantedVariable[] | undefined);
    if (local !== undefined) return tasksBeside(local, sql`task.element_instance_key = ${variable.scopeKey}`);
    const ofCase = await fewOf(database, processInstanceVariables as readonly WantedVariable[] | undefined);
    return ofCase === undefined ? undefined : tasksBeside(ofCase, always);
  },
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
