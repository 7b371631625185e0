import { z } from 'zod';
import { booleanFilter, integerFilter, keyFilter, textFilter } from './filter.ts';
import { key } from './key.ts';
import { searchRequest, searchResult } from './search.ts';

export const decisionDefinition = z
  .strictObject({
    decisionDefinitionId: z.string(),
    decisionDefinitionKey: key,
    decisionRequirementsId: z.string(),
    decisionRequirementsKey: key,
    decisionRequirementsName: z.string(),
    decisionRequirementsVersion: z.int(),
    name: z.string(),
    tenantId: z.string(),
    version: z.int(),
  })
  .meta({ id: 'DecisionDefinition' });

export const decisionDefinitionSearch = searchRequest(
  z.strictObject({
    decisionDefinitionId: textFilter.optional(),
    decisionDefinitionKey: keyFilter.optional(),
    decisionRequirementsId: textFilter.optional(),
    decisionRequirementsKey: keyFilter.optional(),
    decisionRequirementsName: textFilter.optional(),
    decisionRequirementsVersion: integerFilter.optional(),
    name: textFilter.optional(),
    version: integerFilter.optional(),
    isLatestVersion: booleanFilter.optional(),
    tenantId: textFilter.optional(),
  }),
  [
    'decisionDefinitionKey', 'decisionDefinitionId', 'name', 'version', 'decisionRequirementsId', 'decisionRequirementsKey',
    'decisionRequirementsName', 'decisionRequirementsVersion', 'tenantId',
  ],
);

export const decisionDefinitionPage = searchResult(decisionDefinition);
