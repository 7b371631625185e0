import { sql } from 'drizzle-orm';
import { job } from '../projection/case-tables.ts';
import { definitionFields, joinCase, rootProcessInstanceKey, tenantId } from './case-join.ts';
import { jobKind, listenerEvent } from './camunda-words.ts';
import { boolean, caseKey, instant, integer, json, key, longText, nullable, text, type Field } from './field.ts';
import { written } from './search.ts';

/** Only a job that somebody holds has a deadline; otherwise `available_at` is when it is offered. */
const deadline = sql`(case when ${job.lease} is not null and ${job.endedAt} is null then ${job.availableAt} end)`;
const unknown = sql.raw('null::timestamptz');

type JobState = 'CREATED' | 'COMPLETED' | 'FAILED' | 'RETRIES_UPDATED' | 'CANCELED' | 'ERROR_THROWN';

const fields = {
  customHeaders: json<{ [name: string]: string }>(job.headers),
  deadline: nullable(instant(deadline)),
  deniedReason: nullable(text(sql.raw('null::text'))),
  elementId: text(job.elementId) as Field<string | null>,
  elementInstanceKey: key(job.elementInstanceKey),
  endTime: nullable(instant(job.endedAt)),
  errorCode: nullable(longText(job.errorCode)),
  errorMessage: nullable(longText(job.errorMessage)),
  hasFailedWithRetriesLeft: boolean(sql`(${job.state} = 'FAILED' and ${job.retries} > 0)`),
  isDenied: nullable(boolean(sql.raw('null::boolean'))),
  jobKey: key(job.key),
  kind: jobKind(job.purpose),
  listenerEventType: listenerEvent(job.purpose),
  ...definitionFields,
  processInstanceKey: caseKey(job.key),
  rootProcessInstanceKey,
  retries: integer(job.retries),
  state: text<JobState>(job.state),
  tenantId,
  type: text(job.type),
  worker: text(sql`coalesce(${job.worker}, '')`),
  creationTime: nullable(instant(job.createdAt)),
  lastUpdateTime: nullable(instant(unknown)),
};

export const jobs = written({ fields, from: sql`${job} ${joinCase(job.key)}`, key: 'jobKey' });
