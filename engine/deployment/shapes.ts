/** A deployment is a stream of one step: the resources given, named by hash, and the new versions they made. */
import { otherwise, required, type StreamShape } from '../stream/shape.ts';

export interface Deploy {
  readonly type: 'Deploy';
  /** `hash`: hex SHA-256 of the resource's bytes. */
  readonly resources: readonly { readonly resourceName: string; readonly hash: string }[];
}

export interface DefinitionDeployed {
  readonly type: 'DefinitionDeployed';
  readonly kind: 'process' | 'decisions' | 'form';
  /** Decimal string. */
  readonly key: string;
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly resourceName: string;
  /** Those of a file of decisions. */
  readonly decisions: readonly { readonly id: string; readonly key: string; readonly version: number }[];
}

export const deploymentShape: StreamShape<Deploy, DefinitionDeployed> = {
  commands: { Deploy: { resources: required } },
  events: {
    DefinitionDeployed: {
      kind: required, key: required, id: required, version: required, hash: required, resourceName: required, decisions: otherwise([]),
    },
  },
  endings: ['DefinitionDeployed'],
};
