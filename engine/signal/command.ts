/** What clients and cases ask of a stream of signals. Keys are decimal strings. */
import type { DefinitionRef } from '../case/command.ts';
import type { JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';

export type SignalCommand =
  /** A case waits. */
  | { readonly type: 'AddSignalSubscription'; readonly subscription: string; readonly name: string }
  /** It does not wait any more: it has caught one, or has ended what waited. */
  | { readonly type: 'RemoveSignalSubscription'; readonly subscription: string }
  | {
      readonly type: 'BroadcastSignal';
      readonly name: string;
      readonly variables: JsonObject;
      /** The case that has thrown it: its own subscriptions were told in the same step. */
      readonly except?: string;
    }
  /** Of the stream itself: a limit has stopped the telling. */
  | { readonly type: 'TellSignals' };

export type SignalEvent =
  | { readonly type: 'SignalSubscriptionAdded'; readonly ordinal: Ordinal; readonly subscription: string; readonly name: string }
  | { readonly type: 'SignalSubscriptionRemoved'; readonly ordinal: Ordinal }
  | {
      readonly type: 'SignalBroadcast';
      readonly ordinal: Ordinal;
      /** The signal's own key. */
      readonly signal: string;
      readonly name: string;
      readonly variables: JsonObject;
      readonly except?: string;
    }
  /** It starts a case. `signal`: its ordinal; `case`: key of the case, a decimal string; `event`: id of the start event. */
  | { readonly type: 'SignalStarted'; readonly signal: Ordinal; readonly case: string; readonly definition: DefinitionRef; readonly event: string }
  /** It is on its way to these. Ordinals of the stream; `isLast`: to nobody else. */
  | { readonly type: 'SignalTold'; readonly signal: Ordinal; readonly subscriptions: readonly Ordinal[]; readonly isLast: boolean };
