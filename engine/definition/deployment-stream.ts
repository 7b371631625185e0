/**
 * A deployment as a stream of one step. A resource that is the same as the latest version of what it defines makes no
 * new version.
 */
import { scheduleStreamOf, type ScheduleCommand } from '../schedule/index.ts';
import type { Context as StreamContext, Decider, OutgoingCommand } from '../stream/decider.ts';
import type { StreamState } from '../stream/draft.ts';
import { siblingKey } from '../stream/key.ts';
import { reject, type Rejection } from '../stream/rejection.ts';
import { assign, UndoLog } from '../stream/undo-log.ts';
import type { Defined, Deploy, DeploymentEvent, LatestVersion } from './command.ts';
import { evaluateStart, type DefinitionStart } from './starts.ts';
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

  /** A sentence when a start event cannot be waited for. */
  deploy({ kind, id, hash, resourceName, decisions, starts: sources = [] }: Defined): Rejection | undefined {
    const latest = this.latest(kind, id);
    if (latest !== null && latest.hash === hash && latest.resourceName === resourceName) return undefined;
    const starts = sources.map((source) => ({ source, start: evaluateStart(this.#ctx, source) }));
    const failed = starts.find(({ start }) => typeof start === 'string');
    if (failed !== undefined) return reject('INVALID_ARGUMENT', `Expected to wait for start event '${failed.source.event}' of '${id}' in '${resourceName}', but it cannot be: ${failed.start as string}`);
    this.#ctx.draft.emit({
      type: 'DefinitionDeployed', kind, key: this.nextKey(), id, version: (latest?.version ?? 0) + 1, hash, resourceName,
      decisions: decisions.map((decision) => ({ id: decision, key: this.nextKey(), version: (this.latest('decision', decision)?.version ?? 0) + 1 })),
      ...(starts.length === 0 ? {} : { starts: starts.map(({ start }) => start as DefinitionStart) }),
      ...(latest?.hasTimers === true ? { replacesTimers: true } : {}),
    });
    return undefined;
  }
}

/** The stream of the process's timers hears of those of a new version. */
const outgoing = (event: DeploymentEvent): readonly OutgoingCommand[] => {
  if (event.type !== 'DefinitionDeployed') return [];
  const { id, key, version, hash, starts = [], replacesTimers = false } = event;
  const timers = starts.flatMap((start) => {
    if (start.type !== 'timer') return [];
    const { type: _type, ...timer } = start;
    return [timer];
  });
  if (timers.length === 0 && !replacesTimers) return [];
  const command: ScheduleCommand = { type: 'ReplaceStartTimers', definition: { key, id, version, hash, dialect: 'bpmn' }, timers };
  return [{ target: scheduleStreamOf(id), command }];
};

export const deploymentStream: Decider<DeploymentState, Deploy, DeploymentEvent> = {
  kind: 'deployment',
  initial: () => new DeploymentState(),
  restore: (snapshot) => Object.assign(new DeploymentState(), snapshot),
  decide: (ctx, { definitions }) => {
    if (ctx.draft.state.isMade) return reject('ALREADY_EXISTS', 'Expected to make a deployment, but it is made already');
    const versions = new Versions(ctx);
    for (const definition of definitions) {
      const refused = versions.deploy(definition);
      if (refused !== undefined) return refused;
    }
    ctx.draft.emit({ type: 'DeploymentMade' });
    return undefined;
  },
  evolve: (state, event) => {
    if (event.type === 'DeploymentMade') assign(state.undo, state, 'isMade', true);
  },
  shape: deploymentShape,
  hasEnded: ({ isMade }) => isMade,
  outgoing: (_stream, event) => outgoing(event),
};
