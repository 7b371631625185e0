/**
 * Rows of a case know it by their key only; these joins give them their instance and definition.
 * Both always exist: the joins are outer ones because Postgres leaves out those that nothing asks
 * for, and counting asks for little.
 */
import { sql, type SQL, type SQLWrapper } from 'drizzle-orm';
import { processInstance } from '../projection/case-tables.ts';
import { processDefinition } from '../projection/definition-tables.ts';
import { constantText, key, nullable, text } from './field.ts';

/** `key` is the primary key of a row of a case. */
export const joinCase = (key: SQLWrapper): SQL =>
  sql`left join ${processInstance} on ${processInstance.key} = (${key} >> 24) << 24
    left join ${processDefinition} on ${processDefinition.key} = ${processInstance.definitionKey}`;

/** All keys of the case, for sub-queries: one range of a primary key. */
export const ofCase = (key: SQLWrapper, caseKey: SQLWrapper): SQL =>
  sql`${key} >= (${caseKey} >> 24) << 24 and ${key} < ((${caseKey} >> 24) + 1) << 24`;

export const definitionFields = {
  processDefinitionId: text(processDefinition.id),
  processDefinitionKey: key(processDefinition.key),
};

export const tenantId = constantText('<default>');

/** The case at the top of the calls. */
export const rootProcessInstanceKey = nullable(key(processInstance.rootKey));
