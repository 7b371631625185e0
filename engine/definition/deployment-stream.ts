/**
 * A deployment as a stream of one step. A resource that is the same as the latest version of what it defines makes no
 * new version.
 */
import type { Context as StreamContext, Decider } from '../stream/decider.ts';
import type { StreamState } from '../stream/draft.ts';
import { siblingKey } from '../stream/key.ts';
import { reject } from '../stream/rejection.ts';
import { assign, UndoLog } from '../stream/undo-log.ts';
import type { Defined, Deploy, DeploymentEvent, LatestVersion } from './command.ts';
import { deploymentShape } from './shapes.ts';

export class DeploymentState implements StreamState {
  readonly undo = new UndoLog();
  readonly lastOrdinal = 0;
  isMade = false;

  toJSON(): { readonly isMade: boolean } {
    return { isMade: this.isMade };
  }
}

type Context = StreamContext<DeploymentState, DeploymentEvent, undefined>;

/** Keys are taken in the order of the definitions. */
class Versions {
  readonly #ctx: Context;
  #ordinal = 0;

  constructor(ctx: Context) {
    this.#ctx = ctx;
  }

  latest(kind: Defined['kind'] | 'decision', id: string): LatestVersion | null {
    return this.#ctx.ask({ type: 'latestVersion', kind, id }) as unknown as LatestVersion | null;
  }

  nextKey(): string {
    this.#ordinal += 1;
    return String(siblingKey(this.#ctx.stream, this.#ordinal));
  }

  deploy({ kind, id, hash, resourceName, decisions }: Defined): void {
    const latest = this.latest(kind, id);
    if (latest !== null && latest.hash === hash && latest.resourceName === resourceName) return;
    this.#ctx.draft.emit({
      type: 'DefinitionDeployed', kind, key: this.nextKey(), id, version: (latest?.version ?? 0) + 1, hash, resourceName,
      decisions: decisions.map((decision) => ({ id: decision, key: this.nextKey(), version: (this.latest('decision', decision)?.version ?? 0) + 1 })),
    });
  }
}

export const deploymentStream: Decider<DeploymentState, Deploy, DeploymentEvent> = {
  kind: 'deployment',
  initial: () => new DeploymentState(),
  restore: (snapshot) => Object.assign(new DeploymentState(), snapshot),
  decide: (ctx, { definitions }) => {
    if (ctx.draft.state.isMade) return reject('ALREADY_EXISTS', 'Expected to make a deployment, but it is made already');
    const versions = new Versions(ctx);
    for (const definition of definitions) versions.deploy(definition);
    ctx.draft.emit({ type: 'DeploymentMade' });
    return undefined;
  },
  evolve: (state, event) => {
    if (event.type === 'DeploymentMade') assign(state.undo, state, 'isMade', true);
  },
  shape: deploymentShape,
  hasEnded: ({ isMade }) => isMade,
  outgoing: () => [],
};
