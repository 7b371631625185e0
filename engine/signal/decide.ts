/**
 * A signal goes to everybody who waited when it was broadcast, and starts a case of each process that begins with it. Where thousands wait they are told in portions, each a
 * step of its own, signals in the order in which they came. A subscription stays until its case says that it does not
 * wait any more: told again meanwhile, the case passes that over.
 */
import type { StartRef } from '../case/start-ref.ts';
import type { Context as StreamContext } from '../stream/decider.ts';
import { keyOf, streamKeyOf, type Ordinal } from '../stream/key.ts';
import { limits } from '../stream/limits.ts';
import { reject, sentence, type Rejection } from '../stream/rejection.ts';
import type { SignalCommand, SignalEvent } from './command.ts';
import type { PendingSignal, SignalState } from './state.ts';

type Context = StreamContext<SignalState, SignalEvent, undefined>;
type CommandOf<T extends SignalCommand['type']> = Extract<SignalCommand, { type: T }>;
type Handlers = { readonly [T in SignalCommand['type']]: (ctx: Context, command: CommandOf<T>) => Rejection | undefined };

const isOf = (stream: string | undefined, subscription: string | undefined): boolean =>
  stream !== undefined && subscription !== undefined && String(streamKeyOf(BigInt(subscription))) === stream;

/** The next subscriptions that the signal has not reached, as many as one command may tell. */
const nextPortion = ({ draft: { state }, effort }: Context, ordinal: Ordinal, signal: PendingSignal): { readonly subscriptions: readonly Ordinal[]; readonly isLast: boolean } => {
  const subscriptions: Ordinal[] = [];
  for (const subscription of state.lookup.waitingFor(signal.name, signal.told)) {
    if (subscription > ordinal) break;
    if (isOf(signal.except, state.subscriptions.get(subscription)?.subscription)) continue;
    const isFull = subscriptions.length >= limits.subscriptionsToldPerCommand || (subscriptions.length > 0 && effort.isUsedUp);
    if (isFull) return { subscriptions, isLast: false };
    subscriptions.push(subscription);
    effort.wrote(signal.variables);
  }
  return { subscriptions, isLast: true };
};

/** Of the oldest signal. */
const tell = (ctx: Context): void => {
  const { draft } = ctx;
  const oldest = draft.state.signals.first(0);
  const signal = oldest === undefined ? undefined : draft.state.signals.get(oldest);
  if (oldest !== undefined && signal !== undefined) draft.emit({ type: 'SignalTold', signal: oldest, ...nextPortion(ctx, oldest, signal) });
};

/** One of each process that begins with such a signal. The signal's own key is number 0. */
const startCases = (ctx: Context, signal: Ordinal, name: string): void => {
  const starts = ctx.ask({ type: 'signalStarts', name }) as unknown as readonly StartRef[];
  for (const [index, { definition, event }] of starts.entries()) {
    const number = ctx.ask({ type: 'caseNumber', n: index + 1 }) as string;
    ctx.draft.emit({ type: 'SignalStarted', signal, case: String(keyOf(BigInt(number), 0)), definition, event });
  }
};

const handlers: Handlers = {
  AddSignalSubscription: ({ draft }, { subscription, name }) => {
    draft.emit({ type: 'SignalSubscriptionAdded', ordinal: draft.peekOrdinal(), subscription, name });
    return undefined;
  },

  RemoveSignalSubscription: ({ draft }, { subscription }) => {
    const ordinal = draft.state.lookup.withKey(subscription);
    if (ordinal === undefined) return reject('NOT_FOUND', sentence`Expected to remove signal subscription '${subscription}', but there is none`);
    draft.emit({ type: 'SignalSubscriptionRemoved', ordinal });
    return undefined;
  },

  BroadcastSignal: (ctx, { type: _type, ...broadcast }) => {
    const signal = ctx.ask({ type: 'caseNumber', n: 0 }) as string;
    const ordinal = ctx.draft.peekOrdinal();
    ctx.draft.emit({ type: 'SignalBroadcast', ordinal, signal, ...broadcast });
    startCases(ctx, ordinal, broadcast.name);
    tell(ctx);
    return undefined;
  },

  TellSignals: (ctx) => {
    if (ctx.draft.state.signals.size === 0) return reject('NOT_FOUND', 'Expected to go on telling of a signal, but everybody was told');
    tell(ctx);
    return undefined;
  },
};

export const decideSignals = (ctx: Context, command: SignalCommand): Rejection | undefined =>
  (handlers[command.type] as (ctx: Context, command: SignalCommand) => Rejection | undefined)(ctx, command);
