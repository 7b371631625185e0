/** What a process and its compiling threads say to each other; all of it can be cloned. */
import type { DecisionFile } from '../../engine/dmn/index.ts';
import type { Compiled, DeployedBefore, Resource } from '../library/deployable.ts';
import type { DefinitionModel, DialectName } from '../library/models.ts';

/** What a compilation has to know of what is deployed already. */
export type Question =
  | { readonly about: 'decisionFiles'; readonly parameters: Parameters<DeployedBefore['decisionFiles']> }
  | { readonly about: 'ids'; readonly parameters: Parameters<DeployedBefore['ids']> };

export type Answer = readonly DecisionFile[] | ReadonlySet<string>;

/** What a thread has to do. */
export type Task =
  | { readonly type: 'compile'; readonly resources: readonly Resource[] }
  | { readonly type: 'models'; readonly source: string; readonly dialect: DialectName };

export type ToThread =
  | Task
  | { readonly type: 'answer'; readonly answer: Answer };

export type FromThread =
  /** Its modules are loaded. */
  | { readonly type: 'ready' }
  /** It does nothing until it is answered. */
  | { readonly type: 'question'; readonly question: Question }
  | { readonly type: 'compiled'; readonly compiled: Compiled | readonly DefinitionModel[] }
  | { readonly type: 'failed'; readonly error: unknown };
