import { z } from 'zod';
import { key } from './key.ts';

const processDefinition = z.strictObject({
  processDefinitionId: z.string(),
  processDefinitionVersion: z.int(),
  resourceName: z.string(),
  tenantId: z.string(),
  processDefinitionKey: key,
});

const decisionDefinition = z.strictObject({
  decisionDefinitionId: z.string(),
  version: z.int(),
  name: z.string(),
  tenantId: z.string(),
  decisionRequirementsId: z.string(),
  decisionDefinitionKey: key,
  decisionRequirementsKey: key,
});

const decisionRequirements = z.strictObject({
  decisionRequirementsId: z.string(),
  decisionRequirementsName: z.string(),
  version: z.int(),
  resourceName: z.string(),
  tenantId: z.string(),
  decisionRequirementsKey: key,
});

const form = z.strictObject({
  formId: z.string(),
  version: z.int(),
  resourceName: z.string(),
  tenantId: z.string(),
  formKey: key,
});

/** Exactly one of the members is not null. */
export const deployedResource = z.strictObject({
  processDefinition: processDefinition.nullable(),
  decisionDefinition: decisionDefinition.nullable(),
  decisionRequirements: decisionRequirements.nullable(),
  form: form.nullable(),
  resource: z.null(),
});

export type DeployedResource = z.infer<typeof deployedResource>;

/** A place in what was deployed, and what is said of it. */
export const deploymentFinding = z.strictObject({
  resourceName: z.string(),
  element: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
  message: z.string(),
});

export const deploymentResult = z
  .strictObject({
    deploymentKey: key,
    tenantId: z.string(),
    deployments: z.array(deployedResource),
    unchanged: z.array(z.string()).optional().meta({ description: 'Names of the resources that stood deployed as they are.' }),
    warnings: z.array(deploymentFinding).optional().meta({ description: 'Places that are allowed and probably not meant.' }),
    hints: z.array(deploymentFinding).optional().meta({ description: 'Places that could be put better and change nothing for a case.' }),
  })
  .meta({ id: 'Deployment' });
