import { sql } from 'drizzle-orm';
import { elementInstance, incident } from '../projection/case-tables.ts';
import { processDefinition } from '../projection/definition-tables.ts';
import { elementType } from './camunda-words.ts';
import { definitionFields, joinCase, ofCase, rootProcessInstanceKey, tenantId } from './case-join.ts';
import { boolean, caseKey, instant, key, longText, nullable, text, type Field } from './field.ts';
import { written } from './search.ts';

const itsIncident = sql`select ${incident.key} from ${incident}
  where ${ofCase(incident.key, elementInstance.key)} and ${incident.state} = 'ACTIVE'
    and ${incident.elementInstanceKey} = ${elementInstance.key} order by ${incident.key} limit 1`;

const fields = {
  elementInstanceKey: key(elementInstance.key),
  processInstanceKey: caseKey(elementInstance.key),
  rootProcessInstanceKey,
  ...definitionFields,
  elementId: text(elementInstance.elementId),
  /** The name that the model gives it, else its id. */
  elementName: longText(sql`coalesce(${processDefinition.elementNames} ->> ${elementInstance.elementId}, ${elementInstance.elementId})`) as Field<string | null>,
  type: elementType(elementInstance.kind),
  state: text<'ACTIVE' | 'COMPLETED' | 'TERMINATED'>(elementInstance.state),
  hasIncident: boolean(sql`exists (${itsIncident})`),
  incidentKey: nullable(key(sql`(${itsIncident})`)),
  startDate: instant(elementInstance.startedAt),
  endDate: nullable(instant(elementInstance.endedAt)),
  tenantId,
};

export const elementInstances = written({
  fields,
  from: sql`${elementInstance} ${joinCase(elementInstance.key)}`,
  key: 'elementInstanceKey',
  filters: { elementInstanceScopeKey: key(elementInstance.scopeKey) },
});
