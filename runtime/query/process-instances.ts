import { sql, type SQL } from 'drizzle-orm';
import { elementInstance, incident, job, processInstance, variable } from '../projection/case-tables.ts';
import { processDefinition } from '../projection/definition-tables.ts';
import { arrayLiteral } from '../port/array-literal.ts';
import { ofCase, rootProcessInstanceKey, tenantId } from './case-join.ts';
import { always, and, conditionOn, conditionOnSome, type Condition } from './condition.ts';
import { boolean, caseKey, instant, integer, key, longText, nullable, text, texts } from './field.ts';
import { written, type Filter } from './search.ts';
import { fewOf, withVariables, type WantedVariable } from './variable-conditions.ts';

const fields = {
  processDefinitionId: text(processDefinition.id),
  processDefinitionName: nullable(longText(processDefinition.name)),
  processDefinitionVersion: integer(processDefinition.version),
  processDefinitionVersionTag: nullable(text(processDefinition.versionTag)),
  startDate: instant(processInstance.startedAt),
  endDate: nullable(instant(processInstance.endedAt)),
  state: text<'ACTIVE' | 'COMPLETED' | 'TERMINATED'>(processInstance.state),
  hasIncident: boolean(sql`(${processInstance.incidents} > 0)`),
  tenantId,
  processInstanceKey: key(processInstance.key),
  processDefinitionKey: key(processDefinition.key),
  parentProcessInstanceKey: nullable(caseKey(processInstance.parentKey)),
  parentElementInstanceKey: nullable(key(processInstance.parentKey)),
  rootProcessInstanceKey,
  tags: texts(processInstance.tags),
  businessId: nullable(text(processInstance.businessId)),
};

const activeIncident = sql`${incident.state} = 'ACTIVE'`;

const hasIncidentOf = (condition: SQL): SQL =>
  sql`exists (select from ${incident} where ${ofCase(incident.key, processInstance.key)} and ${activeIncident} and ${condition})`;

const elementConditions = {
  elementId: (condition: Condition) => conditionOn(text(elementInstance.elementId), condition),
  elementInstanceState: (condition: Condition) => conditionOn(text(elementInstance.state), condition),
  hasElementInstanceIncident: (has: Condition) => sql`${has}::boolean = exists (select from ${incident}
    where ${ofCase(incident.key, processInstance.key)} and ${activeIncident} and ${incident.elementInstanceKey} = ${elementInstance.key})`,
};

type ElementCondition = keyof typeof elementConditions;

/** What is said of elements is said of the same one; the first of these filters stands for all. */
const anElement = (name: ElementCondition) => (_condition: Condition, beside: Filter): SQL => {
  const given = (Object.keys(elementConditions) as ElementCondition[]).filter((each) => beside[each] !== undefined);
  if (given[0] !== name) return always;
  const conditions = given.map((each) => elementConditions[each](beside[each] as Condition));
  return sql`exists (select from ${elementInstance} where ${ofCase(elementInstance.key, processInstance.key)} and ${and(conditions)})`;
};

export const processInstances = written({
  fields,
  from: sql`${processInstance} left join ${processDefinition} on ${processDefinition.key} = ${processInstance.definitionKey}`,
  key: 'processInstanceKey',
  narrow: async (database, { variables }) => {
    const fits = await fewOf(database, variables as readonly WantedVariable[] | undefined);
    return fits === undefined ? undefined : sql`${processInstance.key} = any(array(select (${variable.scopeKey} >> 24) << 24 from ${variable} where ${fits}))`;
  },
  filters: {
    tags: (tags: readonly string[]) => sql`${processInstance.tags} @> ${arrayLiteral(tags)}::text::text[]`,
    variables: (wanted: Parameters<typeof withVariables>[0]) => withVariables(wanted, ofCase(variable.scopeKey, processInstance.key)),
    errorMessage: (condition: Condition) => conditionOnSome(condition, (inner) => hasIncidentOf(conditionOn(text(incident.message), inner))),
    elementId: anElement('elementId'),
    elementInstanceState: anElement('elementInstanceState'),
    hasElementInstanceIncident: anElement('hasElementInstanceIncident'),
    hasRetriesLeft: (has: boolean) => {
      const left = sql`exists (select from ${job} where ${ofCase(job.key, processInstance.key)} and ${job.state} = 'FAILED' and ${job.retries} > 0)`;
      return has ? left : sql`not ${left}`;
    },
  },
});
