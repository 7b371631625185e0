/** What somebody has to do, may do, has done and has begun. */
import { z } from 'zod';
import { comment } from './comment.ts';
import { instant, key } from './key.ts';
import { searchResult } from './search.ts';
import { userTask } from './user-task.ts';
import { variables } from './variables.ts';

export const boxes = ['todo', 'claimable', 'done'] as const;

export const inboxTask = z
  .strictObject({
    ...userTask.shape,
    businessId: z.string().nullable(),
    initiator: z.string().nullable(),
    startedAt: instant,
    /** A few words that tell cases of one procedure apart: its variable `subject` or `title`, else the business id, else the first texts of the case. */
    subject: z.string().nullable(),
    isOverdue: z.boolean(),
  })
  .meta({ id: 'InboxTask' });

const count = z.int().min(0);
export const inboxCounts = z.strictObject({ todo: count, claimable: count, done: count, started: count, overdue: count }).meta({ id: 'InboxCounts' });

export const inboxSearch = z.strictObject({
  box: z.enum(boxes),
  filter: z
    .strictObject({
      text: z.string().max(256).optional(),
      processDefinitionId: z.string().max(256).optional(),
      dueBefore: z.iso.datetime({ offset: true }).optional(),
      dueAfter: z.iso.datetime({ offset: true }).optional(),
      priority: z.int().min(0).max(100).optional(),
      candidateGroup: z.string().max(256).optional(),
      businessId: z.string().max(256).optional(),
      processInstanceKey: key.optional(),
    })
    .optional(),
  sort: z.array(z.strictObject({ field: z.enum(['dueDate', 'creationDate', 'priority', 'completionDate', 'name']), order: z.enum(['ASC', 'DESC']).default('ASC') })).max(5).optional(),
  page: z.strictObject({ limit: z.int().min(1).max(200).default(50), after: z.string().min(1).max(65_536).optional() }).optional(),
});
export const inboxPage = searchResult(inboxTask);

const json = z.record(z.string(), z.unknown());

export const taskDetail = z
  .strictObject({
    task: inboxTask,
    form: z.strictObject({ schema: json, formId: z.string(), formKey: key }).nullable(),
    variables: z.array(z.strictObject({ name: z.string(), value: z.unknown() })),
    draft: z.strictObject({ values: json, updatedAt: instant }).nullable(),
    comments: z.array(comment),
    /** He may complete it as it is. */
    mayAct: z.boolean(),
    mayClaim: z.boolean(),
    completed: z.strictObject({ by: z.string().nullable(), at: instant, action: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'TaskDetail' });

export const draft = z.strictObject({ values: json });

const keys = z.array(key).min(1).max(200);
export const claimTasks = z.strictObject({ keys });
export const completeTasks = z.strictObject({ keys, variables: variables.nullable().optional(), action: z.string().max(256).nullable().optional() });
export const bulkResult = z
  .strictObject({ results: z.array(z.strictObject({ key, ok: z.boolean(), problem: z.strictObject({ title: z.string(), detail: z.string() }).optional() })) })
  .meta({ id: 'BulkResult' });

export const startable = z
  .strictObject({
    items: z.array(
      z.strictObject({
        processDefinitionId: z.string(), processDefinitionKey: key, name: z.string(), version: z.int(), language: z.enum(['bpmn', 'statechart']),
        startForm: z.strictObject({ schema: json, formId: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'Startable' });

const screen = z.enum(['inbox', 'cases']);
export const saveView = z.strictObject({ name: z.string().trim().min(1).max(128), screen, query: json });
export const view = z.strictObject({ id: z.string(), name: z.string(), screen, query: json }).meta({ id: 'SavedView' });
export const views = z.strictObject({ items: z.array(view) });

export const caseSummary = z
  .strictObject({
    key, processDefinitionId: z.string(), processDefinitionKey: key, name: z.string(), version: z.int(), language: z.enum(['bpmn', 'statechart']),
    businessId: z.string().nullable(), subject: z.string().nullable(), state: z.enum(['ACTIVE', 'COMPLETED', 'TERMINATED']), startedAt: instant, endedAt: instant.nullable(), initiator: z.string().nullable(),
    incidents: z.int(), tags: z.array(z.string()),
    tasks: z.array(z.strictObject({ key, elementId: z.string(), name: z.string(), assignee: z.string().nullable(), candidateGroups: z.array(z.string()), candidateUsers: z.array(z.string()), dueDate: z.string().nullable() })),
    me: z.strictObject({ started: z.boolean(), tookPart: z.boolean() }),
  })
  .meta({ id: 'CaseSummary' });
