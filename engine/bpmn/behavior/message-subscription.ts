/** What an element waits for when it waits for a message. The key is evaluated once, on entering. */
import type { EventOf } from '../../kernel/event.ts';
import type { Json } from '../../kernel/json.ts';
import type { Ordinal } from '../../kernel/key.ts';
import { limits } from '../../kernel/limits.ts';
import { isFailure, type MessageDefinition } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAs, evaluateText, type Typed } from './typed-value.ts';

export type Subscription = Pick<EventOf<'MessageSubscriptionOpened'>, 'messageName' | 'correlationKey'>;

/** Numbers correlate as their text. */
const toKey = (value: Json): string | undefined => {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' && text.length <= limits.indexedStringLength ? text : undefined;
};

export const evaluateMessage = (game: TokenGame, scope: Ordinal, message: MessageDefinition): Typed<Subscription> => {
  const name = evaluateText(game, scope, { what: 'the message name', expression: message.name });
  if (isFailure(name)) return name;
  const aspect = { what: 'the correlation key', expression: message.correlationKey };
  const key = evaluateAs(game, scope, aspect, 'a text that is not empty or a number', toKey);
  if (isFailure(key)) return key;
  return { value: { messageName: name.value, correlationKey: key.value } };
};

export const subscribe = (
  game: TokenGame,
  instance: Ordinal,
  target: string,
  { messageName, correlationKey }: Subscription,
  once: boolean,
): void => {
  const ordinal = game.draft.nextOrdinal();
  game.draft.emit({ type: 'MessageSubscriptionOpened', ordinal, instance, target, messageName, correlationKey, once });
};
