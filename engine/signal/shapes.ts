/** The commands and events of a stream of signals as they stand in the journal. An order or a default here is never changed. */
import { asCommanded, members, optional, otherwise, required, valueAsCommanded, type StreamShape } from '../stream/shape.ts';
import type { SignalCommand, SignalEvent } from './command.ts';

export const signalShape: StreamShape<SignalCommand, SignalEvent> = {
  commands: {
    AddSignalSubscription: ['BA', { subscription: required, name: required }],
    RemoveSignalSubscription: ['BR', { subscription: required }],
    BroadcastSignal: ['BB', { name: required, except: optional, variables: members }],
    TellSignals: ['BT', {}],
  },
  events: {
    SignalSubscriptionAdded: ['ba', { ordinal: required, subscription: asCommanded, name: asCommanded }],
    SignalSubscriptionRemoved: ['br', { ordinal: required }],
    SignalBroadcast: ['bb', { ordinal: required, signal: required, name: asCommanded, except: asCommanded, variables: valueAsCommanded }],
    SignalStarted: ['bs', { signal: required, case: required, definition: required, event: required }],
    SignalTold: ['bt', { signal: required, subscriptions: otherwise([]), isLast: otherwise(true) }],
  },
  endings: [],
};
