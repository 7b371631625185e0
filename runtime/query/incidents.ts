import { sql } from 'drizzle-orm';
import { elementInstance, incident } from '../projection/case-tables.ts';
import { incidentErrorType } from './camunda-words.ts';
import { definitionFields, joinCase, ofCase, rootProcessInstanceKey, tenantId } from './case-join.ts';
import { keyParameter } from './condition.ts';
import { caseKey, instant, key, longText, nullable, text } from './field.ts';
import { written } from './search.ts';

const fields = {
  incidentKey: key(incident.key),
  ...definitionFields,
  processInstanceKey: caseKey(incident.key),
  rootProcessInstanceKey,
  elementId: text(incident.elementId),
  elementInstanceKey: key(incident.elementInstanceKey),
  jobKey: nullable(key(incident.jobKey)),
  errorType: incidentErrorType(incident.errorType),
  errorMessage: longText(incident.message),
  creationTime: instant(incident.createdAt),
  state: text<'ACTIVE' | 'RESOLVED'>(incident.state),
  tenantId,
};

export const incidents = written({ fields, from: sql`${incident} ${joinCase(incident.key)}`, key: 'incidentKey' });

/** Those of an element instance and of all within it. */
export const incidentsWithin = (elementKey: string): typeof incidents => ({
  ...incidents,
  from: sql`(with recursive inside(key) as (
      select ${keyParameter(elementKey)}::int8
      union all
      select ${elementInstance.key} from inside join ${elementInstance} on ${elementInstance.scopeKey} = inside.key
        and ${ofCase(elementInstance.key, sql.raw('inside.key'))}
    ) select key inside_key from inside) inside
    join ${incident} on ${incident.elementInstanceKey} = inside.inside_key and ${ofCase(incident.key, sql.raw('inside.inside_key'))}
    ${joinCase(incident.key)}`,
});
