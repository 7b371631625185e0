import { z } from 'zod';
import { dateTimeFilter, enumFilter, integerFilter, keyFilter, textFilter, variableFilter } from './filter.ts';
import { dateTime, instant, key, name } from './key.ts';
import { tags } from './process-instance.ts';
import { page, searchRequest, searchResult, withAlternatives } from './search.ts';
import { enumeration } from './enumeration.ts';
import { variableConditions, variableSortFields } from './variable.ts';
import { variables } from './variables.ts';

const states = [
  'CREATING', 'CREATED', 'ASSIGNING', 'UPDATING', 'COMPLETING', 'COMPLETED', 'CANCELING', 'CANCELED', 'FAILED',
] as const;

export const userTask = z
  .strictObject({
    name: z.string().nullable(),
    state: z.enum(states),
    assignee: z.string().nullable(),
    elementId: z.string(),
    candidateGroups: z.array(z.string()),
    candidateUsers: z.array(z.string()),
    processDefinitionId: z.string(),
    creationDate: instant,
    completionDate: instant.nullable(),
    followUpDate: z.string().nullable(),
    dueDate: z.string().nullable(),
    tenantId: z.string(),
    externalFormReference: z.string().nullable(),
    processDefinitionVersion: z.int(),
    customHeaders: z.record(z.string(), z.string()),
    priority: z.int().min(0).max(100),
    userTaskKey: key,
    elementInstanceKey: key,
    processName: z.string().nullable(),
    processDefinitionKey: key,
    processInstanceKey: key,
    rootProcessInstanceKey: key.nullable(),
    formKey: key.nullable(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'UserTask' });

export const userTaskSearch = searchRequest(
  withAlternatives({
    state: enumFilter(states).optional(),
    assignee: textFilter.optional(),
    priority: integerFilter.optional(),
    elementId: textFilter.optional(),
    name: textFilter.optional(),
    candidateGroup: textFilter.optional(),
    candidateUser: textFilter.optional(),
    tenantId: textFilter.optional(),
    processDefinitionId: textFilter.optional(),
    processName: textFilter.optional(),
    creationDate: dateTimeFilter.optional(),
    completionDate: dateTimeFilter.optional(),
    followUpDate: dateTimeFilter.optional(),
    dueDate: dateTimeFilter.optional(),
    processInstanceVariables: variableFilter.optional(),
    localVariables: variableFilter.optional(),
    userTaskKey: keyFilter.optional(),
    processDefinitionKey: keyFilter.optional(),
    processInstanceKey: keyFilter.optional(),
    rootProcessInstanceKey: keyFilter.optional(),
    elementInstanceKey: keyFilter.optional(),
    tags: tags.optional(),
  }),
  [
    'userTaskKey', 'creationDate', 'completionDate', 'followUpDate', 'dueDate', 'priority', 'name', 'assignee', 'state',
    'elementId', 'processInstanceKey', 'processDefinitionId', 'processDefinitionKey', 'elementInstanceKey',
  ],
);

export const userTaskPage = searchResult(userTask);

const action = name.nullable().optional();

export const completeUserTask = z.strictObject({ variables: variables.nullable().optional(), action });

export const assignUserTask = z.strictObject({
  assignee: name.max(256),
  allowOverride: z.boolean().nullable().optional().meta({ default: true }),
  action,
});

/** An empty text clears a date. */
const clearableDate = z.union([dateTime, z.literal('')]).nullable().optional();

export const userTaskChangeset = z.strictObject({
  dueDate: clearableDate,
  followUpDate: clearableDate,
  candidateUsers: z.array(name).max(1_000).nullable().optional(),
  candidateGroups: z.array(name).max(1_000).nullable().optional(),
  priority: z.int().min(0).max(100).nullable().optional(),
});

export const updateUserTask = z
  .strictObject({ changeset: userTaskChangeset.nullable().optional(), action })
  .refine(({ changeset, action: given }) => (given ?? '') !== '' || Object.values(changeset ?? {}).some((value) => value !== null && value !== undefined), {
    error: 'Expected to update the user task with an action or at least one of [dueDate, followUpDate, candidateUsers, candidateGroups, priority], but none was given',
    params: { title: 'INVALID_ARGUMENT' },
  });

/** The scopes of a task are few: offset paging only. */
export const taskVariableSearch = z.strictObject({
  filter: variableConditions.optional(),
  sort: z
    .array(z.strictObject({ field: enumeration(variableSortFields), order: enumeration(['ASC', 'DESC']).default('ASC') }))
    .max(16)
    .optional(),
  page: page.optional(),
});
