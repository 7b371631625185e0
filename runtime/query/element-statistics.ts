/** How many instances each element has, of one case or of the cases of a definition that fit a filter. */
import { sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../port/database.ts';
import { elementInstance, incident, processInstance } from '../projection/case-tables.ts';
import { ofCase } from './case-join.ts';
import { keyParameter } from './condition.ts';
import { processInstances } from './process-instances.ts';
import { conditionsOf, run, type Filter } from './search.ts';

export interface ElementStatistics {
  readonly elementId: string;
  /** Without those that an incident holds up. */
  readonly active: number;
  readonly canceled: number;
  readonly incidents: number;
  readonly completed: number;
}

const stuck = sql`exists (select from ${incident} where ${ofCase(incident.key, elementInstance.key)}
  and ${incident.state} = 'ACTIVE' and ${incident.elementInstanceKey} = ${elementInstance.key})`;

const counted = async (database: Queryable, from: SQL): Promise<ElementStatistics[]> => {
  const rows = await run(
    database,
    sql`select element_id, count(*) filter (where state = 'ACTIVE' and not stuck), count(*) filter (where state = 'TERMINATED'),
        count(*) filter (where stuck), count(*) filter (where state = 'COMPLETED')
      from (select ${elementInstance.elementId}, ${elementInstance.state}, ${stuck} stuck from ${from}) elements
      group by element_id order by element_id`,
  );
  return rows.map(([elementId, active, canceled, incidents, completed]) => ({
    elementId: String(elementId),
    active: Number(active),
    canceled: Number(canceled),
    incidents: Number(incidents),
    completed: Number(completed),
  }));
};

export const statisticsOfCase = (database: Queryable, caseKey: string): Promise<ElementStatistics[]> =>
  counted(database, sql`${elementInstance} where ${ofCase(elementInstance.key, sql`${keyParameter(caseKey)}::int8`)}`);

/** `filter`: that of a search for process instances. */
export const statisticsOfDefinition = (database: Queryable, definitionKey: string, filter: Filter): Promise<ElementStatistics[]> => {
  const cases = sql`select ${processInstance.key} case_key from ${processInstances.from}
    where ${conditionsOf(processInstances, { ...filter, processDefinitionKey: definitionKey })} offset 0`;
  return counted(database, sql`(${cases}) cases join ${elementInstance} on ${ofCase(elementInstance.key, sql.raw('cases.case_key'))}`);
};
