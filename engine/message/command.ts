/** What clients and cases ask of a stream of messages. Keys are decimal strings. */
import type { DefinitionRef } from '../case/command.ts';
import type { JsonObject } from '../json/json.ts';

export type MessageCommand =
  | {
      readonly type: 'PublishMessage';
      readonly name: string;
      readonly correlationKey: string;
      /** While the message is buffered, a second one with this id is refused. */
      readonly messageId: string | null;
      /** How long it waits for subscriptions that are not there yet. */
      readonly timeToLiveMs: number;
      readonly variables: JsonObject;
    }
  /** A case waits. `process`: id of its definition, which a message reaches once. */
  | {
      readonly type: 'AddSubscription';
      readonly subscription: string;
      readonly name: string;
      readonly correlationKey: string;
      readonly process: string;
      readonly once: boolean;
    }
  | { readonly type: 'RemoveSubscription'; readonly subscription: string }
  /** The case has taken the message. */
  | { readonly type: 'ConfirmCorrelation'; readonly message: string; readonly subscription: string }
  /** It has not. `closed`: it did not wait any more, so that the message is free for others. */
  | { readonly type: 'RefuseCorrelation'; readonly message: string; readonly subscription: string; readonly closed: boolean }
  /** Of a case that a message has started: it has ended, or could not begin. */
  | { readonly type: 'NoteCaseEnded'; readonly case: string }
  | { readonly type: 'ExpireMessages' };

export type MessageEvent =
  | {
      readonly type: 'MessagePublished';
      readonly ordinal: number;
      /** The message's own key. */
      readonly message: string;
      readonly name: string;
      readonly correlationKey: string;
      readonly messageId: string | null;
      /** Epoch ms. */
      readonly expires: number;
      readonly variables: JsonObject;
    }
  | {
      readonly type: 'SubscriptionAdded';
      readonly ordinal: number;
      readonly subscription: string;
      readonly name: string;
      readonly correlationKey: string;
      readonly process: string;
      readonly once: boolean;
    }
  | { readonly type: 'SubscriptionRemoved'; readonly ordinal: number }
  /** The message is on its way to the case. Ordinals of the stream. */
  | { readonly type: 'MessageAssigned'; readonly message: number; readonly subscription: number }
  | { readonly type: 'CorrelationConfirmed'; readonly message: number; readonly subscription: number }
  /** The message stays away from that process: offered again it would be refused again. */
  | { readonly type: 'CorrelationRefused'; readonly message: number; readonly subscription: number }
  /** The message is free for other subscriptions of the process. */
  | { readonly type: 'CorrelationReleased'; readonly message: number; readonly subscription: number }
  /** It starts a case. With a correlation key no other message of the key starts one of the process until that has ended. */
  | {
      readonly type: 'MessageStarted';
      readonly ordinal: number;
      /** Ordinal of the message. */
      readonly message: number;
      /** Key of the case, a decimal string. */
      readonly case: string;
      readonly definition: DefinitionRef;
      /** Id of the start event. */
      readonly event: string;
    }
  | { readonly type: 'StartedCaseEnded'; readonly ordinal: number }
  | { readonly type: 'MessageExpired'; readonly ordinal: number };
