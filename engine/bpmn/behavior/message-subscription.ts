/** What an element waits for when it waits for a message. The key is evaluated once, on entering. */
import type { EventOf } from '../../case/event.ts';
import type { Ordinal } from '../../stream/key.ts';
import { correlationKey, text } from '../../work/value-type.ts';
import { isFailure, type FlowNode, type MessageDefinition } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAspect, type Typed } from './typed-value.ts';

export type Subscription = Pick<EventOf<'MessageSubscriptionOpened'>, 'messageName' | 'correlationKey'>;

export const evaluateMessage = (game: TokenGame, scope: Ordinal, message: MessageDefinition): Typed<Subscription> => {
  const name = evaluateAspect(game, scope, { what: 'the message name', expression: message.name, type: text });
  if (isFailure(name)) return name;
  const aspect = { what: 'the correlation key', expression: message.correlationKey, type: correlationKey };
  const key = evaluateAspect(game, scope, aspect);
  if (isFailure(key)) return key;
  return { value: { messageName: name.value, correlationKey: key.value } };
};

/** `event` catches the message on behalf of the instance; a non-interrupting one stays open for more. */
export const subscribe = ({ draft }: TokenGame, instance: Ordinal, event: FlowNode, subscription: Subscription): void => {
  const base = { type: 'MessageSubscriptionOpened', ordinal: draft.nextOrdinal(), instance, target: event.id } as const;
  draft.emit({ ...base, ...subscription, once: event.interrupting });
};
