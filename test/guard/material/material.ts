/** What recordings are made from: models, and scripts that may choose their next command by what they see. */
import type { Choose } from '../play.ts';
import type { Command, JsonObject } from '../recording.ts';

export interface Material {
  readonly title: string;
  /** Models by file name. */
  readonly files: Readonly<Record<string, string>>;
  /** Characters of a script beyond which it is left out: random ones may go round and round. */
  readonly scriptMax?: number;
  readonly scripts: readonly { readonly name: string; readonly now: string; readonly choose: Choose }[];
}

/** When scripts begin that do not say when. */
export const startOfTime = '2030-01-01T00:00:00Z';

/** Command after command. */
export const inTurn =
  (commands: readonly Command[]): Choose =>
  ({ steps }) => commands[steps.length];

const post = (path: string, body: JsonObject, by?: string): Command => ({ request: `POST ${path}`, body, ...(by === undefined ? {} : { by }) });

type Variables = JsonObject;

/** The commands, in a few words. Subjects are named without their kind: `complete('check#1')`. */
export const deploy = (...names: string[]): Command => ({ deploy: names });
export const wait = (seconds: number): Command => ({ wait: seconds });
export const create = (processDefinitionId: string, variables: Variables = {}, more: JsonObject = {}): Command =>
  post('/v2/process-instances', { processDefinitionId, variables, ...more });
export const cancel = (name = 'case'): Command => post(`/v2/process-instances/{${name}}/cancellation`, {});
export const complete = (task: string, variables: Variables = {}, by?: string): Command => post(`/v2/user-tasks/{task ${task}}/completion`, { variables }, by);
export const assign = (task: string, assignee: string, more: JsonObject = {}): Command => post(`/v2/user-tasks/{task ${task}}/assignment`, { assignee, ...more });
export const unassign = (task: string): Command => ({ request: `DELETE /v2/user-tasks/{task ${task}}/assignee` });
export const update = (task: string, changeset: JsonObject): Command => ({ request: `PATCH /v2/user-tasks/{task ${task}}`, body: { changeset } });
export const activate = (type: string, more: JsonObject = {}): Command =>
  post('/v2/jobs/activation', { type, timeout: 60_000, maxJobsToActivate: 10, requestTimeout: -1, worker: 'worker', ...more });
export const completeJob = (job: string, variables: Variables = {}): Command => post(`/v2/jobs/{job ${job}}/completion`, { variables });
export const failJob = (job: string, retries: number, more: JsonObject = {}): Command => post(`/v2/jobs/{job ${job}}/failure`, { retries, ...more });
export const throwError = (job: string, errorCode: string, more: JsonObject = {}): Command => post(`/v2/jobs/{job ${job}}/error`, { errorCode, ...more });
export const updateJob = (job: string, changeset: JsonObject): Command => ({ request: `PATCH /v2/jobs/{job ${job}}`, body: { changeset } });
export const publish = (name: string, correlationKey: string, more: JsonObject = {}): Command => post('/v2/messages/publication', { name, correlationKey, ...more });
export const resolve = (incident: string): Command => post(`/v2/incidents/{incident ${incident}}/resolution`, {});
export const send = (event: string, data: Variables = {}, by?: string): Command => post('/api/cases/{case}/events', { event, data }, by);
/** `scope`: `case`, or `element check#1`. */
export const setVariables = (variables: Variables, { scope = 'case', local = false }: { readonly scope?: string; readonly local?: boolean } = {}): Command => ({
  request: `PUT /v2/element-instances/{${scope}}/variables`,
  body: { variables, local },
});
