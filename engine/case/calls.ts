/** Cases that call each other: what a case tells those that it has called, and whoever has called it. */
import type { OutgoingCommand } from '../stream/decider.ts';
import { ordinalOf, siblingKey, streamKeyOf } from '../stream/key.ts';
import type { Command } from './command.ts';
import type { EventOf } from './event.ts';
import type { CaseState } from './state.ts';
import { ownVariables, visibleVariables } from './variable.ts';

const none: readonly OutgoingCommand[] = [];

const to = (target: bigint, command: Command): readonly OutgoingCommand[] => [{ target, command }];

/** A called case begins, or is told to end. */
export const toCalled = (stream: bigint, event: EventOf<'CaseCalled' | 'CallCanceled'>, before: CaseState): readonly OutgoingCommand[] => {
  if (event.type === 'CallCanceled') {
    const call = before.calls.get(event.ordinal);
    return call === undefined ? none : to(BigInt(call.case), { type: 'CancelCalledCase' });
  }
  const { instance, definition, root, caught, all } = event;
  const variables = all ? visibleVariables(before, instance) : ownVariables(before, instance);
  const parent = String(siblingKey(stream, instance));
  return to(BigInt(event.case), { type: 'CreateCase', definition, variables, parent, root, ...(caught === undefined ? {} : { caught }) });
};

/** How a called case has ended, and what has left it. */
export const toCaller = (
  stream: bigint,
  event: EventOf<'CaseCompleted' | 'CaseTerminated' | 'ErrorLeft' | 'EscalationThrown'>,
  before: CaseState,
): readonly OutgoingCommand[] => {
  const { caller, definition } = before;
  if (caller === null) return none;
  const parent = BigInt(caller.parent);
  const about = { instance: ordinalOf(parent), case: String(stream) };
  const target = streamKeyOf(parent);
  switch (event.type) {
    case 'CaseCompleted':
      return to(target, { type: 'CompleteCall', ...about, variables: ownVariables(before, 0) });
    case 'ErrorLeft':
      return to(target, { type: 'FailCall', ...about, errorCode: event.errorCode, errorMessage: event.message, variables: event.variables });
    case 'EscalationThrown':
      return event.leaves === true ? to(target, { type: 'EscalateCall', ...about, escalationCode: event.escalationCode }) : none;
    case 'CaseTerminated':
      // Whoever has ended it, or heard of its error, does not wait for it any more and passes this over.
      return to(target, brokenCall(stream, parent, `Expected the called case of '${definition?.id ?? ''}' to complete, but it was terminated`));
  }
};

export const brokenCall = (stream: bigint, parent: bigint, errorMessage: string): Command => ({
  type: 'BreakCall', instance: ordinalOf(parent), case: String(stream), errorMessage,
});
