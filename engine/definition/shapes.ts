/** A deployment as it stands in the journal. */
import { members, optional, otherwise, required, type StreamShape } from '../stream/shape.ts';
import type { Deploy, DeploymentEvent } from './command.ts';

export const deploymentShape: StreamShape<Deploy, DeploymentEvent> = {
  commands: { Deploy: ['DM', { definitions: required, sources: members, about: members }] },
  events: {
    DefinitionDeployed: ['dn', {
      kind: required, key: required, id: required, version: required, hash: required, resourceName: required, decisions: otherwise([]),
      starts: optional, replacesTimers: optional,
    }],
    DeploymentMade: ['dm', {}],
  },
  endings: ['DeploymentMade'],
};
