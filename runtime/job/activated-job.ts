/** A job as its worker gets it. Keys are those of the database. */
import type { JobPurpose } from '../../engine/case/index.ts';
import type { JsonObject } from '../../engine/json/json.ts';

export interface ActivatedJob {
  readonly key: bigint;
  readonly type: string;
  readonly caseKey: bigint;
  /** The case at the top of the calls. */
  readonly rootKey: bigint;
  readonly definitionKey: bigint;
  readonly definitionId: string;
  readonly definitionVersion: number;
  readonly elementId: string;
  readonly elementInstanceKey: bigint;
  readonly headers: { readonly [name: string]: string };
  readonly tags: readonly string[];
  /** Null: it does the work of its element. */
  readonly purpose: JobPurpose | null;
  readonly retries: number;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly worker: string;
  /** Names this claim; whoever extends or gives back the job must show it. */
  readonly lease: string;
  /** Epoch ms at which the job may be taken by another worker. */
  readonly deadline: number;
  /** What the element instance sees; inner scopes hide outer ones. */
  readonly variables: JsonObject;
}

/** What whoever does the job needs of it. */
export type HeldJob = Pick<ActivatedJob, 'key' | 'type' | 'caseKey' | 'elementId' | 'headers' | 'retries' | 'createdAt' | 'worker' | 'lease' | 'deadline' | 'variables'>;
