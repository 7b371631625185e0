/** What searches read of deployments, and the sources that definitions are compiled from. */
import { projected } from '../table/projected.ts';
import { instant, int4, int8, jsonb, table, text, textOrNull } from '../table/table.ts';

export const resource = table('resource', { hash: text, content: text });

export const deployment = table('deployment', { key: int8, number: int8, deployedAt: instant });

export const processDefinition = table('process_definition', {
  key: int8, id: text, version: int4, name: textOrNull, versionTag: textOrNull, dialect: text, hash: text, resourceName: text, startFormId: textOrNull,
  deploymentKey: int8, deployedAt: instant, elementNames: jsonb,
});

/** What lets cases of a definition begin from outside. */
export const definitionStart = table('definition_start', { definitionKey: int8, place: int4, elementId: text, type: text, name: textOrNull });

export const decisionRequirements = table('decision_requirements', {
  key: int8, id: text, version: int4, name: textOrNull, hash: text, resourceName: text, deploymentKey: int8,
});

export const decisionDefinition = table('decision_definition', {
  key: int8, id: text, version: int4, name: textOrNull, hash: text, requirementsKey: int8, deploymentKey: int8,
});

export const form = table('form', { key: int8, id: text, version: int4, hash: text, resourceName: text, deploymentKey: int8 });

const id = ['key'] as const;

/** They are only ever added to. In an order in which they can be filled: definitions refer to their resources, decisions to their requirements. */
export const definitionTables = {
  resources: projected(resource, { id: ['hash'], again: 'left' }),
  deployments: projected(deployment, { id, owner: 'key', besides: { number: 'the order in which they were committed' } }),
  processDefinitions: projected(processDefinition, { id, owner: 'deploymentKey' }),
  definitionStarts: projected(definitionStart, { id: ['definitionKey', 'place'], owner: 'definitionKey' }),
  decisionRequirements: projected(decisionRequirements, { id, owner: 'deploymentKey' }),
  decisionDefinitions: projected(decisionDefinition, { id, owner: 'deploymentKey' }),
  forms: projected(form, { id, owner: 'deploymentKey' }),
};
