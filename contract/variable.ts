import { z } from 'zod';
import { booleanFilter, keyFilter, textFilter } from './filter.ts';
import { key } from './key.ts';
import { searchRequest, searchResult } from './search.ts';

/** Longer values are cut in searches, unless `truncateValues=false`. */
export const valueLengthMax = 8_191;

const base = {
  name: z.string(),
  value: z.string().meta({ description: 'The value as JSON text.' }),
  tenantId: z.string(),
  variableKey: key,
  scopeKey: key,
  processInstanceKey: key,
  rootProcessInstanceKey: key.nullable(),
};

export const variable = z.strictObject(base).meta({ id: 'Variable' });
export const foundVariable = z.strictObject({ ...base, isTruncated: z.boolean() }).meta({ id: 'FoundVariable' });

export const variableConditions = z.strictObject({
  name: textFilter.optional(),
  value: textFilter.optional(),
  isTruncated: booleanFilter.optional(),
  tenantId: textFilter.optional(),
  variableKey: keyFilter.optional(),
  scopeKey: keyFilter.optional(),
  processInstanceKey: keyFilter.optional(),
  rootProcessInstanceKey: keyFilter.optional(),
});

export const variableSortFields = ['variableKey', 'name', 'value', 'scopeKey', 'processInstanceKey', 'tenantId'] as const;

export const variableSearch = searchRequest(variableConditions, variableSortFields);

export const variablePage = searchResult(foundVariable);

/** Query parameters are text. */
export const truncation = z.strictObject({ truncateValues: z.enum(['true', 'false']).default('true') });
