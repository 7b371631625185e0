/**
 * What every operation needs, in one table. An operation that does not stand here does not start. Several roles: one of
 * them is enough; administrators may everything. What a role's scope reaches (definitions, job types), and which
 * rows somebody sees, is decided where the rows are read (`visibility.ts`), and whose task it is in the kernel.
 */
import type { Role } from '../../engine/identity/index.ts';

export type Need =
  /** Before somebody has signed in. */
  | 'anyone'
  /** Whoever has signed in, whatever his roles. */
  | 'known'
  | readonly Role[];

const staff: readonly Role[] = ['owner', 'employee', 'auditor', 'operator', 'worker'];
/** Read by those who have to do with it: rows are filtered. */
const readers: readonly Role[] = ['owner', 'employee', 'auditor', 'operator'];
const overseers: readonly Role[] = ['owner', 'auditor', 'operator'];
const operators: readonly Role[] = ['owner', 'operator'];
const administrators: readonly Role[] = [];

export const operations: { readonly [operation: string]: Need } = {
  'GET /': 'anyone',
  // The web app's files: the same for everybody.
  'GET /*': 'anyone',
  'GET /assets/*': 'anyone',
  'GET /docs': 'anyone',
  'GET /openapi.json': 'anyone',
  'GET /health/live': 'anyone',
  'GET /health/ready': 'anyone',
  'GET /metrics': 'anyone',

  'GET /v2/status': 'anyone',
  'GET /v2/topology': 'known',
  'GET /v2/license': 'known',
  'GET /v2/authentication/me': 'known',

  'POST /v2/deployments': ['owner'],
  'POST /v2/process-definitions/search': staff,
  'GET /v2/process-definitions/:processDefinitionKey': staff,
  'GET /v2/process-definitions/:processDefinitionKey/xml': staff,
  'GET /v2/process-definitions/:processDefinitionKey/form': staff,
  'POST /v2/process-definitions/:processDefinitionKey/statistics/element-instances': overseers,
  'POST /v2/decision-definitions/search': staff,
  'GET /v2/decision-definitions/:decisionDefinitionKey': staff,
  'GET /v2/decision-definitions/:decisionDefinitionKey/xml': staff,

  'POST /v2/process-instances': ['owner', 'employee', 'operator', 'worker'],
  'POST /v2/process-instances/search': readers,
  'GET /v2/process-instances/:processInstanceKey': readers,
  'GET /v2/process-instances/:processInstanceKey/call-hierarchy': readers,
  'POST /v2/process-instances/:processInstanceKey/incidents/search': readers,
  'GET /v2/process-instances/:processInstanceKey/statistics/element-instances': readers,
  'POST /v2/process-instances/:processInstanceKey/cancellation': operators,
  'POST /v2/element-instances/search': readers,
  'GET /v2/element-instances/:elementInstanceKey': readers,
  'POST /v2/element-instances/:elementInstanceKey/incidents/search': readers,
  'PUT /v2/element-instances/:elementInstanceKey/variables': operators,
  'POST /v2/variables/search': readers,
  'GET /v2/variables/:variableKey': readers,
  'POST /v2/incidents/search': readers,
  'GET /v2/incidents/:incidentKey': readers,
  'POST /v2/incidents/:incidentKey/resolution': operators,

  'POST /v2/user-tasks/search': readers,
  'GET /v2/user-tasks/:userTaskKey': readers,
  'GET /v2/user-tasks/:userTaskKey/form': readers,
  'POST /v2/user-tasks/:userTaskKey/variables/search': readers,
  'POST /v2/user-tasks/:userTaskKey/effective-variables/search': readers,
  'POST /v2/user-tasks/:userTaskKey/completion': ['owner', 'employee', 'operator'],
  'POST /v2/user-tasks/:userTaskKey/assignment': ['owner', 'employee', 'operator'],
  'DELETE /v2/user-tasks/:userTaskKey/assignee': ['owner', 'employee', 'operator'],
  'PATCH /v2/user-tasks/:userTaskKey': ['owner', 'employee', 'operator'],
  'PATCH /v2/user-tasks/:userTaskKey/update': ['owner', 'employee', 'operator'],

  'POST /v2/jobs/activation': ['worker'],
  'POST /v2/jobs/:jobKey/completion': ['worker'],
  'POST /v2/jobs/:jobKey/failure': ['worker'],
  'POST /v2/jobs/:jobKey/error': ['worker'],
  'PATCH /v2/jobs/:jobKey': ['worker', 'owner', 'operator'],
  'POST /v2/jobs/search': overseers,
  'POST /v2/messages/publication': ['worker', 'owner', 'operator'],
  'POST /v2/signals/broadcast': ['worker', 'owner', 'operator'],
  'POST /v2/message-subscriptions/search': overseers,

  'GET /api/cases/:caseKey/steps': readers,
  'GET /api/cases/:caseKey/file': ['owner', 'auditor', 'operator'],
  'GET /api/cases/:caseKey/verdict': readers,
  'GET /api/cases/:caseKey/state': readers,
  'GET /api/cases/:caseKey/events': readers,
  'POST /api/cases/search': readers,
  'GET /api/cases/:caseKey': readers,
  'GET /api/cases/:caseKey/comments': readers,
  'POST /api/cases/:caseKey/comments': ['owner', 'employee', 'operator'],
  'POST /api/cases/:caseKey/events': ['owner', 'operator', 'employee', 'worker'],
  'POST /api/cases/:caseKey/closure': ['operator'],
  'POST /api/cases/:caseKey/erasure': administrators,
  'POST /api/incidents/:incidentKey/resolution': operators,
  'GET /api/streams/:stream/verdict': ['auditor', 'operator'],
  'GET /api/journal': ['auditor', 'operator'],
  'GET /api/journal/verdict': ['auditor', 'operator'],
  // Hashes and a count, for witnesses outside; a cosignature proves itself.
  'GET /api/log/checkpoint': 'anyone',
  'GET /api/log/consistency': 'anyone',
  'GET /api/log/keys': 'anyone',
  'POST /api/log/cosignatures': 'anyone',
  'GET /api/log/inclusion': overseers,
  'GET /api/faults': ['auditor', 'operator'],
  'POST /api/access-log/search': ['auditor'],
  'GET /api/installation': 'known',
  'POST /api/timers/search': overseers,

  'GET /api/inbox/counts': ['owner', 'employee', 'operator'],
  'POST /api/inbox/search': ['owner', 'employee', 'operator'],
  'GET /api/user-tasks/:userTaskKey/detail': readers,
  'PUT /api/user-tasks/:userTaskKey/draft': ['owner', 'employee', 'operator'],
  'DELETE /api/user-tasks/:userTaskKey/draft': ['owner', 'employee', 'operator'],
  'POST /api/user-tasks/claim': ['owner', 'employee', 'operator'],
  'POST /api/user-tasks/complete': ['owner', 'employee', 'operator'],
  'GET /api/startable': staff,
  'GET /api/forms/:formId': staff,
  'GET /api/views': staff,
  'POST /api/views': staff,
  'PUT /api/views/:viewId': staff,
  'DELETE /api/views/:viewId': staff,
  'GET /api/events': staff,

  'GET /api/sign-in': 'anyone',
  'POST /api/sign-in': 'anyone',
  'POST /api/sign-in/sample': 'anyone',
  'GET /api/sign-in/oidc': 'anyone',
  'GET /api/sign-in/oidc/callback': 'anyone',
  'POST /api/sign-in/setup': 'anyone',
  'POST /api/sign-out': 'anyone',
  'GET /api/me': 'known',
  'POST /api/me/password': 'known',
  'GET /api/me/sessions': 'known',
  'DELETE /api/me/sessions/:sessionId': 'known',
  'GET /api/people': staff,
  'GET /api/groups': staff,

  'POST /v2/users': administrators,
  'POST /v2/users/search': ['auditor'],
  'GET /v2/users/:username': ['auditor'],
  'PUT /v2/users/:username': administrators,
  'DELETE /v2/users/:username': administrators,
  'POST /v2/groups': administrators,
  'POST /v2/groups/search': ['auditor'],
  'GET /v2/groups/:groupId': ['auditor'],
  'PUT /v2/groups/:groupId': administrators,
  'DELETE /v2/groups/:groupId': administrators,
  'POST /v2/groups/:groupId/users/search': ['auditor'],
  'PUT /v2/groups/:groupId/users/:username': administrators,
  'DELETE /v2/groups/:groupId/users/:username': administrators,
  'POST /v2/roles/search': ['auditor'],
  'GET /v2/roles/:roleId': ['auditor'],
  'POST /v2/roles/:roleId/users/search': ['auditor'],
  'PUT /v2/roles/:roleId/users/:username': administrators,
  'DELETE /v2/roles/:roleId/users/:username': administrators,
  'POST /v2/roles/:roleId/groups/search': ['auditor'],
  'PUT /v2/roles/:roleId/groups/:groupId': administrators,
  'DELETE /v2/roles/:roleId/groups/:groupId': administrators,
  'GET /api/users/:username': ['auditor'],
  'PATCH /api/users/:username': administrators,
  'POST /api/users/:username/password': administrators,
  'GET /api/users/:username/sessions': administrators,
  'DELETE /api/users/:username/sessions': administrators,
  'GET /api/grants': ['auditor'],
  'PUT /api/grants': administrators,
  'POST /api/grants/revocation': administrators,
  'GET /api/api-keys': ['auditor'],
  'POST /api/api-keys': administrators,
  'DELETE /api/api-keys/:keyId': administrators,
};
