/** What comes to elements that wait: timers, messages, signals. */
import { reject, sentence } from '../../stream/rejection.ts';
import { noSuch, type Handlers } from './handler.ts';

export const eventHandlers: Handlers<'FireTimer' | 'CorrelateMessage' | 'CatchSignal'> = {
  FireTimer: (dialect, ctx, { timer: ordinal }) => {
    const timer = ctx.draft.state.timers.get(ordinal);
    if (timer === undefined) return noSuch('fire', 'timer', ordinal);
    if (ctx.now < timer.due)
      return reject(
        'INVALID_STATE',
        sentence`Expected to fire timer with key '${{ key: ordinal }}', but it is due only at ${timer.due} (now ${ctx.now})`,
      );
    ctx.draft.emit({ type: 'TimerFired', ordinal });
    return dialect.timerFired(ctx, { ...timer, ordinal });
  },

  CorrelateMessage: (dialect, ctx, { subscription: ordinal, message, variables }) => {
    const subscription = ctx.draft.state.subscriptions.get(ordinal);
    if (subscription === undefined) return noSuch('correlate a message to', 'message subscription', ordinal);
    ctx.draft.emit({ type: 'MessageCorrelated', ordinal, message, once: subscription.once });
    return dialect.messageArrived(ctx, subscription, variables);
  },

  CatchSignal: (dialect, ctx, { subscription: ordinal, variables }) => {
    const subscription = ctx.draft.state.signals.get(ordinal);
    if (subscription === undefined) return noSuch('catch a signal for', 'signal subscription', ordinal);
    ctx.draft.emit({ type: 'SignalCaught', ordinal, once: subscription.once });
    return dialect.signalCaught(ctx, subscription, variables);
  },
};
