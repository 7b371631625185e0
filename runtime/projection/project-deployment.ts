/** From a deployment's events to rows: the definitions of each kind, and the resources they come from. */
import type { Deploy, DeploymentEvent } from '../../engine/definition/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';
import type { Projection } from './projection.ts';

type Deployed = Extract<DeploymentEvent, { type: 'DefinitionDeployed' }>;

const textOf = (about: JsonObject, name: string): string | null => {
  const value = about[name];
  return typeof value === 'string' ? value : null;
};

/** What the deployment said of the definition; nothing after erasure. */
const aboutOf = ({ about }: Deploy, { kind, id }: Deployed): JsonObject => {
  const found = about === undefined || !Object.hasOwn(about, `${kind} ${id}`) ? undefined : about[`${kind} ${id}`];
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as JsonObject) : {};
};

const projectDefinition = (event: Deployed, { rows, stream, at }: Projection, command: Deploy): void => {
  const key = BigInt(event.key);
  const about = aboutOf(command, event);
  const base = { key, id: event.id, version: event.version, hash: event.hash, resourceName: event.resourceName, deploymentKey: stream };
  if (event.kind === 'form') rows.forms.put(key, base);
  else if (event.kind === 'process') {
    rows.processDefinitions.put(key, {
      ...base, name: textOf(about, 'name'), versionTag: textOf(about, 'versionTag'), dialect: textOf(about, 'dialect') ?? 'bpmn',
      startFormId: textOf(about, 'startFormId'), elementNames: JSON.stringify(about['elementNames'] ?? {}), deployedAt: at,
    });
    for (const [place, start] of (event.starts ?? []).entries())
      rows.definitionStarts.put((key << 16n) | BigInt(place), { definitionKey: key, place, elementId: start.event, type: start.type, name: start.type === 'timer' ? null : start.name });
  } else {
    rows.decisionRequirements.put(key, { ...base, name: textOf(about, 'name') });
    const names = (about['decisionNames'] ?? {}) as JsonObject;
    for (const decision of event.decisions)
      rows.decisionDefinitions.put(BigInt(decision.key), {
        key: BigInt(decision.key), id: decision.id, version: decision.version, name: textOf(names, decision.id), hash: event.hash,
        requirementsKey: key, deploymentKey: stream,
      });
  }
};

export const projectDeployment = (event: DeploymentEvent, projection: Projection, command: Deploy): void => {
  const { rows, stream, at } = projection;
  if (event.type === 'DeploymentMade') {
    rows.deployments.put(stream, { key: stream, deployedAt: at });
    return;
  }
  const content = command.sources?.[event.hash];
  if (content !== undefined) rows.resources.put(BigInt(`0x${event.hash.slice(0, 30)}`), { hash: event.hash, content });
  projectDefinition(event, projection, command);
};
