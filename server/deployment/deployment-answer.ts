/** A deployment as the wire has it: one entry for each thing that stands deployed. */
import type { z } from 'zod';
import type { DeployedResource, deploymentResult } from '../../contract/deployment.ts';
import { theTenant } from '../../contract/key.ts';
import type { Deployed, Deployment, RefusedDeployment } from '../../runtime/library/deploy.ts';

const nothing: DeployedResource = { processDefinition: null, decisionDefinition: null, decisionRequirements: null, form: null, resource: null };
const tenantId = theTenant;

const entriesOf = (deployed: Deployed): DeployedResource[] => {
  const { id, version, resourceName } = deployed;
  const key = String(deployed.key);
  if (deployed.kind === 'process')
    return [{ ...nothing, processDefinition: { processDefinitionId: id, processDefinitionVersion: version, resourceName, tenantId, processDefinitionKey: key } }];
  if (deployed.kind === 'form') return [{ ...nothing, form: { formId: id, version, resourceName, tenantId, formKey: key } }];
  const decisions = deployed.decisionVersions.map((decision) => ({
    ...nothing,
    decisionDefinition: {
      decisionDefinitionId: decision.id,
      version: decision.version,
      name: decision.name,
      tenantId,
      decisionRequirementsId: id,
      decisionDefinitionKey: String(decision.key),
      decisionRequirementsKey: key,
    },
  }));
  const requirements = {
    decisionRequirementsId: id,
    decisionRequirementsName: deployed.name,
    version,
    resourceName,
    tenantId,
    decisionRequirementsKey: key,
  };
  return [...decisions, { ...nothing, decisionRequirements: requirements }];
};

export type DeploymentAnswer = z.infer<typeof deploymentResult>;

/** Members that Camunda does not have are there only when they say something. */
export const deploymentAnswer = ({ key, definitions, findings }: Deployment): DeploymentAnswer => {
  const unchanged = [...new Set(definitions.filter(({ isNew }) => !isNew).map(({ resourceName }) => resourceName))];
  const ofSeverity = (wanted: 'warning' | 'hint') => findings.filter(({ severity }) => severity === wanted).map(findingOf);
  const [warnings, hints] = [ofSeverity('warning'), ofSeverity('hint')];
  return {
    deploymentKey: String(key),
    tenantId,
    deployments: definitions.flatMap(entriesOf),
    ...(unchanged.length === 0 ? {} : { unchanged }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(hints.length === 0 ? {} : { hints }),
  };
};

const findingsMax = 200;

/** Beside the sentence that tells them all: each by itself, for those who show them at their places. */
export const refusedFindings = ({ findings }: RefusedDeployment): { readonly findings?: readonly object[] } => (findings === undefined ? {} : { findings: findings.slice(0, findingsMax).map(findingOf) });

const findingOf = ({ resourceName, element, line, column, message }: Deployment['findings'][number]) => ({
  resourceName,
  ...(element === undefined ? {} : { element }),
  ...(line === undefined ? {} : { line }),
  ...(column === undefined ? {} : { column }),
  message,
});
