/** What searches read of cases. Keys begin with the case's number: all rows of a case are one range of keys. */
import { projected } from '../table/projected.ts';
import { boolean, instant, instantOrNull, int2, int4, int8, int8OrNull, table, text, textOrNull, texts } from '../table/table.ts';

export const processInstance = table('process_instance', {
  key: int8, definitionKey: int8, businessId: textOrNull, tags: texts, state: text, incidents: int4, startedAt: instant, endedAt: instantOrNull,
  initiator: textOrNull, parentKey: int8OrNull, rootKey: int8,
});

export const elementInstance = table('element_instance', {
  key: int8, scopeKey: int8, elementId: text, kind: text, state: text, startedAt: instant, endedAt: instantOrNull,
});

export const variable = table('variable', { key: int8, scopeKey: int8, name: text, value: text });

export const userTask = table('user_task', {
  key: int8, elementInstanceKey: int8, elementId: text, name: textOrNull, state: text, assignee: textOrNull, candidateGroups: texts,
  candidateUsers: texts, dueDate: textOrNull, followUpDate: textOrNull, priority: int2, formId: textOrNull, externalFormReference: textOrNull,
  headers: text, action: textOrNull, createdAt: instant, completedAt: instantOrNull, completedBy: textOrNull,
});

export const job = table('job', {
  key: int8, elementInstanceKey: int8, elementId: text, type: text, state: text, retries: int4, headers: text, errorCode: textOrNull,
  errorMessage: textOrNull, createdAt: instant, endedAt: instantOrNull, availableAt: instant, lease: textOrNull, worker: textOrNull, purpose: textOrNull,
});

export const timer = table('timer', { key: int8, elementInstanceKey: int8, elementId: text, dueAt: instant });

export const messageSubscription = table('message_subscription', {
  key: int8, elementInstanceKey: int8, elementId: text, messageName: text, correlationKey: text, once: boolean, state: text, updatedAt: instant,
});

export const incident = table('incident', {
  key: int8, elementInstanceKey: int8, elementId: text, jobKey: int8OrNull, errorType: text, message: text, state: text, createdAt: instant,
  resolvedAt: instantOrNull,
});

export const decisionInstance = table('decision_instance', {
  key: int8, elementInstanceKey: int8, elementId: text, decisionId: text, decisionKey: int8, state: text, output: text, report: text, evaluatedAt: instant,
});

/** Said of a case, or of one of its tasks. Without text: it was erased. */
export const comment = table('comment', { key: int8, userTaskKey: int8OrNull, text: textOrNull, by: textOrNull, createdAt: instant });

/** Who had to do with a case: started it, was given one of its tasks, did one, said something. */
export const participant = table('participant', { caseKey: int8, person: text });

const id = ['key'] as const;
const owner = 'key';

export const caseTables = {
  instances: projected(processInstance, { id, owner, changes: { state: 'kept by null', endedAt: 'kept by null', incidents: 'added' } }),
  elements: projected(elementInstance, { id, owner, changes: { state: 'kept by null', endedAt: 'kept by null' } }),
  variables: projected(variable, { id: ['scopeKey', 'name'], owner: 'scopeKey', again: ['value'], json: ['value'] }),
  userTasks: projected(userTask, {
    id, owner, json: ['headers'],
    changes: {
      state: 'kept by null', completedAt: 'kept by null', action: 'kept by null', completedBy: 'kept by null', assignee: 'kept if absent',
      dueDate: 'kept if absent', followUpDate: 'kept if absent', candidateGroups: 'kept by null', candidateUsers: 'kept by null', priority: 'kept by null',
    },
  }),
  jobs: projected(job, {
    id, owner, json: ['headers'],
    besides: { lease: 'who holds it: a lease is not case state, losing one equals a time-out', worker: 'the name that who took it last gave itself' },
    bornWith: ['lease', 'worker', 'availableAt'],
    toldWhile: { availableAt: { holds: 'worker is null', otherwise: 'of a job that was taken once: the end of the last lease' } },
    changes: {
      state: 'kept by null', retries: 'kept by null', errorCode: 'kept by null', errorMessage: 'kept by null', endedAt: 'kept by null',
      availableAt: 'kept by null', lease: 'dropped',
    },
  }),
  timers: projected(timer, { id, owner }),
  subscriptions: projected(messageSubscription, { id, owner, changes: { state: 'kept by null', updatedAt: 'kept by null' } }),
  incidents: projected(incident, { id, owner, changes: { state: 'kept by null', resolvedAt: 'kept by null' } }),
  comments: projected(comment, { id, owner }),
  participants: projected(participant, { id: ['caseKey', 'person'], owner: 'caseKey', again: 'left' }),
  decisions: projected(decisionInstance, { id, owner, json: ['output', 'report'] }),
};
