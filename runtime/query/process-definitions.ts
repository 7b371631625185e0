import { sql } from 'drizzle-orm';
import { processDefinition } from '../projection/definition-tables.ts';
import { tenantId } from './case-join.ts';
import { boolean, constantText, integer, key, longText, nullable, text } from './field.ts';
import { written } from './search.ts';

const latest = sql`(${processDefinition.version} = (select max(version) from process_definition newer where newer.id = ${processDefinition.id}))`;

const fields = {
  name: nullable(longText(processDefinition.name)),
  resourceName: text(processDefinition.resourceName),
  version: integer(processDefinition.version),
  versionTag: nullable(text(processDefinition.versionTag)),
  processDefinitionId: text(processDefinition.id),
  tenantId,
  processDefinitionKey: key(processDefinition.key),
  hasStartForm: boolean(sql`(${processDefinition.startFormId} is not null)`),
  state: constantText('ACTIVE'),
};

export const processDefinitions = written({
  fields,
  from: sql`${processDefinition}`,
  key: 'processDefinitionKey',
  filters: { isLatestVersion: boolean(latest) },
});
