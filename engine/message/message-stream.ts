/** The messages of one bucket as a stream. */
import { streamKeyOf, ordinalOf } from '../stream/key.ts';
import type { Decider, OutgoingCommand } from '../stream/decider.ts';
import type { MessageCommand, MessageEvent } from './command.ts';
import { decideMessages } from './decide.ts';
import { evolveMessages } from './evolve.ts';
import { messageShape } from './shapes.ts';
import { MessageState, restoreMessageState, type MessageSnapshot } from './state.ts';

const none: readonly OutgoingCommand[] = [];

export const messageStream: Decider<MessageState, MessageCommand, MessageEvent> = {
  kind: 'messages',
  initial: () => new MessageState(),
  restore: (snapshot) => restoreMessageState(snapshot as MessageSnapshot),
  decide: decideMessages,
  evolve: evolveMessages,
  shape: messageShape,
  hasEnded: () => false,

  /** A message that is assigned goes to the case that waits; one that starts a case begins it. */
  outgoing: (stream, event, before) => {
    if (event.type === 'MessageStarted') {
      const { correlationKey, variables } = before.messages.get(event.message) ?? { correlationKey: '', variables: {} };
      const startedBy = correlationKey === '' ? {} : { startedBy: String(stream) };
      const command = { type: 'CreateCase', definition: event.definition, variables, startEvent: event.event, ...startedBy };
      return [{ target: BigInt(event.case), command }];
    }
    if (event.type !== 'MessageAssigned') return none;
    const message = before.messages.get(event.message);
    const subscription = before.subscriptions.get(event.subscription);
    if (message === undefined || subscription === undefined) return none;
    const key = BigInt(subscription.subscription);
    const command = { type: 'CorrelateMessage', subscription: ordinalOf(key), message: message.message, variables: message.variables };
    return [{ target: streamKeyOf(key), command }];
  },
};
