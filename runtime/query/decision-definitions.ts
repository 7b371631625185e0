import { sql } from 'drizzle-orm';
import { decisionDefinition, decisionRequirements } from '../projection/definition-tables.ts';
import { tenantId } from './case-join.ts';
import { boolean, integer, key, longText, text } from './field.ts';
import { written } from './search.ts';

const latest = sql`(${decisionDefinition.version} = (select max(version) from decision_definition newer where newer.id = ${decisionDefinition.id}))`;

const fields = {
  decisionDefinitionId: text(decisionDefinition.id),
  decisionDefinitionKey: key(decisionDefinition.key),
  decisionRequirementsId: text(decisionRequirements.id),
  decisionRequirementsKey: key(decisionRequirements.key),
  decisionRequirementsName: longText(sql`coalesce(${decisionRequirements.name}, ${decisionRequirements.id})`),
  decisionRequirementsVersion: integer(decisionRequirements.version),
  name: longText(sql`coalesce(${decisionDefinition.name}, ${decisionDefinition.id})`),
  tenantId,
  version: integer(decisionDefinition.version),
};

export const decisionDefinitions = written({
  fields,
  from: sql`${decisionDefinition} left join ${decisionRequirements} on ${decisionRequirements.key} = ${decisionDefinition.requirementsKey}`,
  key: 'decisionDefinitionKey',
  filters: { isLatestVersion: boolean(latest) },
});
