/**
 * Ending a case whose record is broken: a step of it is missing or does not follow. Its state is not known, so what
 * is still open is what searches show of it. The step says where the break is; what stands behind the break stays.
 */
import type { OutgoingCommand } from '../../stream/decider.ts';
import { streamKeyOf, type Ordinal } from '../../stream/key.ts';
import { brokenCall } from '../calls.ts';
import { toStarter, unsubscribing } from '../case-stream.ts';
import type { Command } from '../command.ts';
import type { Event } from '../event.ts';
import type { MessageSubscription } from '../state.ts';

export interface OpenThings {
  readonly userTasks: readonly Ordinal[];
  readonly jobs: readonly Ordinal[];
  readonly timers: readonly Ordinal[];
  readonly subscriptions: readonly (Pick<MessageSubscription, 'messageName' | 'correlationKey'> & { readonly ordinal: Ordinal })[];
  readonly incidents: readonly Ordinal[];
  readonly elements: readonly Ordinal[];
  /** Keys of the cases that it has called and that have not ended. */
  readonly called: readonly bigint[];
  /** Key of the element instance that has called it. */
  readonly parent: bigint | null;
  /** Key of the stream of messages that has started it, if one has. */
  readonly startedBy: bigint | null;
}

const aboutCalls = (stream: bigint, { called, parent }: OpenThings): readonly OutgoingCommand[] => {
  const cancel: Command = { type: 'CancelCalledCase' };
  const down = called.map((target) => ({ target, command: cancel }));
  if (parent === null) return down;
  return [...down, { target: streamKeyOf(parent), command: brokenCall(stream, parent, 'Expected the called case to complete, but its record is broken and an operator has closed it') }];
};

/** `step`: the first that is missing or does not follow. Inner element instances, which are younger, end first. */
export const closeBrokenCase = (stream: bigint, step: number, open: OpenThings): { readonly events: readonly Event[]; readonly outgoing: readonly OutgoingCommand[] } => {
  const each = <T extends Event['type']>(type: T, ordinals: readonly Ordinal[]) => ordinals.map((ordinal) => ({ type, ordinal }));
  return {
    events: [
      { type: 'CaseFoundBroken', step },
      ...each('UserTaskCanceled', open.userTasks),
      ...each('JobCanceled', open.jobs),
      ...each('TimerCanceled', open.timers),
      ...each('MessageSubscriptionClosed', open.subscriptions.flatMap(({ ordinal }) => ordinal)),
      ...each('IncidentResolved', open.incidents),
      ...each('ElementTerminated', open.elements.toSorted((a, b) => b - a)),
      { type: 'CaseTerminated' },
    ],
    outgoing: [...open.subscriptions.flatMap((subscription) => unsubscribing(stream, subscription)), ...aboutCalls(stream, open), ...toStarter(stream, open.startedBy === null ? null : String(open.startedBy))],
  };
};
