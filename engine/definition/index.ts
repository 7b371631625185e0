/** The door to deployments. */
export type { Defined, Deploy, DeploymentEvent, LatestVersion } from './command.ts';
export { deploymentStream, type DeploymentState } from './deployment-stream.ts';
export { deploymentShape } from './shapes.ts';
export type { DefinitionStart, StartSource } from './starts.ts';
