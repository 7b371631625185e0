/** Deployments in the runtime. One after the other: each must see the versions of the one before. */
import { deploymentStream, type Deploy, type DeploymentEvent, type DeploymentState } from '../../engine/definition/index.ts';
import { projectDeployment } from '../projection/project-deployment.ts';
import type { StreamKind } from './stream-kind.ts';

const prepared = { model: undefined, definition: null };

export const deploymentKind: StreamKind<DeploymentState, Deploy, DeploymentEvent, undefined> = {
  decider: deploymentStream,
  lock: (transaction) => transaction.query(`select pg_advisory_xact_lock(hashtext('acta deployment'))`),
  prepare: () => prepared,
  project: projectDeployment,
};
