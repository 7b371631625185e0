import { sql } from 'drizzle-orm';
import type { IncidentErrorType } from '../../engine/kernel/index.ts';
import { incident } from '../postgres/schema.ts';
import { definitionFields, joinCase, tenantId } from './case-join.ts';
import { caseKey, instant, key, nullable, text, type Field } from './field.ts';
import { written } from './search.ts';

const fields = {
  incidentKey: key(incident.key),
  ...definitionFields,
  processInstanceKey: caseKey(incident.key),
  rootProcessInstanceKey: caseKey(incident.key) as Field<string | null>,
  elementId: text(incident.elementId),
  elementInstanceKey: key(incident.elementInstanceKey),
  jobKey: nullable(key(incident.jobKey)),
  errorType: text<IncidentErrorType>(incident.errorType),
  errorMessage: text(incident.message),
  creationTime: instant(incident.createdAt),
  state: text<'ACTIVE' | 'RESOLVED'>(incident.state),
  tenantId,
};

export const incidents = written({ fields, from: sql`${incident} ${joinCase(incident.key)}`, key: 'incidentKey' });
