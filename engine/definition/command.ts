/** A deployment: resources that define processes, decisions and forms, and the new versions that they make. */
import type { Json } from '../json/json.ts';
import type { DefinitionStart, StartSource } from './starts.ts';

/** What a resource was found to define, before it has a key and a version. */
export interface Defined {
  readonly kind: 'process' | 'decisions' | 'form';
  readonly id: string;
  readonly resourceName: string;
  /** Hex SHA-256 of the resource's bytes. */
  readonly hash: string;
  /** Of a file of decisions, in its order. */
  readonly decisions: readonly string[];
  /** Of a process: what lets a case begin from outside. Absent: nothing does. */
  readonly starts?: readonly StartSource[];
}

export interface Deploy {
  readonly type: 'Deploy';
  readonly definitions: readonly Defined[];
  /** The sources by hash, so that everything can be made again from the journal. */
  readonly sources: { readonly [hash: string]: string };
  /** What searches show of each definition, by `kind id`; made from its source. */
  readonly about: { readonly [definition: string]: Json };
}

export type DeploymentEvent =
  | {
      readonly type: 'DefinitionDeployed';
      readonly kind: Defined['kind'];
      /** Decimal string. */
      readonly key: string;
      readonly id: string;
      readonly version: number;
      readonly hash: string;
      readonly resourceName: string;
      /** Those of a file of decisions. */
      readonly decisions: readonly { readonly id: string; readonly key: string; readonly version: number }[];
      readonly starts?: readonly DefinitionStart[];
      /** The version before has timers, which this one replaces. */
      readonly replacesTimers?: true;
    }
  | { readonly type: 'DeploymentMade' };

/** The latest version of a definition, as a question's answer. */
export interface LatestVersion {
  readonly key: string;
  readonly version: number;
  readonly hash: string;
  readonly resourceName: string;
  /** Timers start cases of it. */
  readonly hasTimers?: true;
}
