import { z } from 'zod';
import { dateTimeFilter, enumFilter, integerFilter, keyFilter, textFilter, booleanFilter } from './filter.ts';
import { instant, key, name, operationReference, tenantId } from './key.ts';
import { searchRequest, searchResult } from './search.ts';
import { enumeration } from './enumeration.ts';
import { variables } from './variables.ts';

export const jobStates = [
  'CREATED', 'COMPLETED', 'FAILED', 'RETRIES_UPDATED', 'TIMED_OUT', 'CANCELED', 'ERROR_THROWN', 'MIGRATED',
] as const;
const kinds = ['BPMN_ELEMENT', 'EXECUTION_LISTENER', 'TASK_LISTENER', 'AD_HOC_SUB_PROCESS'] as const;
const listenerEventTypes = [
  'UNSPECIFIED', 'START', 'END', 'CREATING', 'ASSIGNING', 'UPDATING', 'COMPLETING', 'CANCELING',
] as const;

const durationMaxMs = 366 * 24 * 60 * 60 * 1_000;

export const activateJobs = z.strictObject({
  type: name,
  timeout: z.int().min(1).max(durationMaxMs).meta({ description: 'Milliseconds for which the jobs belong to the worker.' }),
  maxJobsToActivate: z.int().min(1).max(10_000),
  worker: z.string().max(512).nullable().optional(),
  fetchVariable: z.array(z.string()).max(1_000).nullable().optional(),
  requestTimeout: z.int().max(3_600_000).nullable().optional().meta({
    description: 'Milliseconds to hold the request until there are jobs; 0 or absent: 10 s; negative: answer at once.',
  }),
  tenantIds: z.array(tenantId).nullable().optional(),
  tenantFilter: enumeration(['PROVIDED', 'ASSIGNED']).optional(),
});

export const activatedJob = z.strictObject({
  type: z.string(),
  processDefinitionId: z.string(),
  processDefinitionVersion: z.int(),
  elementId: z.string(),
  customHeaders: z.record(z.string(), z.unknown()),
  worker: z.string(),
  retries: z.int(),
  deadline: z.int().meta({ description: 'Epoch milliseconds.' }),
  variables,
  tenantId: z.string(),
  jobKey: key,
  processInstanceKey: key,
  processDefinitionKey: key,
  elementInstanceKey: key,
  kind: z.enum(kinds),
  listenerEventType: z.enum(listenerEventTypes),
  tags: z.array(z.string()),
  rootProcessInstanceKey: key.nullable(),
  userTask: z.null(),
});

export const activatedJobs = z.strictObject({ jobs: z.array(activatedJob) });

export const completeJob = z.strictObject({
  variables: variables.nullable().optional(),
  result: z
    .null({ error: 'Expected no result, but one was given: only listeners and ad-hoc sub-processes have one, and they are not supported' })
    .optional(),
});

export const failJob = z.strictObject({
  retries: z.int32().min(0).nullable().optional(),
  errorMessage: z.string().nullable().optional(),
  retryBackOff: z.int().min(0).max(durationMaxMs).nullable().optional(),
  variables: variables.nullable().optional(),
});

export const throwJobError = z.strictObject({
  errorCode: name,
  errorMessage: z.string().nullable().optional(),
  variables: variables.nullable().optional(),
});

export const updateJob = z.strictObject({
  changeset: z
    .strictObject({
      retries: z.int32().min(1).nullable().optional(),
      timeout: z.int().min(0).max(durationMaxMs).nullable().optional().meta({ description: 'Milliseconds from now.' }),
    })
    .refine(({ retries, timeout }) => typeof retries === 'number' || typeof timeout === 'number', {
      error: 'Expected to update the job with at least one of [retries, timeout], but none was given',
      params: { title: 'INVALID_ARGUMENT' },
    }),
  operationReference: operationReference.nullable().optional(),
});

export const job = z
  .strictObject({
    customHeaders: z.record(z.string(), z.string()),
    deadline: instant.nullable(),
    deniedReason: z.string().nullable(),
    elementId: z.string().nullable(),
    elementInstanceKey: key,
    endTime: instant.nullable(),
    errorCode: z.string().nullable(),
    errorMessage: z.string().nullable(),
    hasFailedWithRetriesLeft: z.boolean(),
    isDenied: z.boolean().nullable(),
    jobKey: key,
    kind: z.enum(kinds),
    listenerEventType: z.enum(listenerEventTypes),
    processDefinitionId: z.string(),
    processDefinitionKey: key,
    processInstanceKey: key,
    rootProcessInstanceKey: key.nullable(),
    retries: z.int(),
    state: z.enum(jobStates),
    tenantId: z.string(),
    type: z.string(),
    worker: z.string(),
    creationTime: instant.nullable(),
    lastUpdateTime: instant.nullable(),
  })
  .meta({ id: 'Job' });

export const jobSearch = searchRequest(
  z.strictObject({
    jobKey: keyFilter.optional(),
    type: textFilter.optional(),
    worker: textFilter.optional(),
    state: enumFilter(jobStates).optional(),
    kind: enumFilter(kinds).optional(),
    listenerEventType: enumFilter(listenerEventTypes).optional(),
    processDefinitionId: textFilter.optional(),
    processDefinitionKey: keyFilter.optional(),
    processInstanceKey: keyFilter.optional(),
    elementId: textFilter.optional(),
    elementInstanceKey: keyFilter.optional(),
    tenantId: textFilter.optional(),
    deadline: dateTimeFilter.optional(),
    endTime: dateTimeFilter.optional(),
    creationTime: dateTimeFilter.optional(),
    errorCode: textFilter.optional(),
    errorMessage: textFilter.optional(),
    hasFailedWithRetriesLeft: booleanFilter.optional(),
    isDenied: booleanFilter.optional(),
    deniedReason: textFilter.optional(),
    lastUpdateTime: dateTimeFilter.optional(),
    retries: integerFilter.optional(),
  }),
  [
    'jobKey', 'type', 'worker', 'state', 'kind', 'listenerEventType', 'processDefinitionId', 'processDefinitionKey',
    'processInstanceKey', 'elementId', 'elementInstanceKey', 'tenantId', 'deadline', 'endTime', 'errorCode',
    'errorMessage', 'hasFailedWithRetriesLeft', 'isDenied', 'deniedReason', 'retries',
  ],
);

export const jobPage = searchResult(job);
