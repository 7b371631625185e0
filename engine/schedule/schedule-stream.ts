/**
 * The timers that start cases, as streams: one for each process id, where a new version finds those that it replaces.
 * A repeating timer that could not fire for a while makes one case when it can again and goes on from there, in the
 * rhythm of its cycle: `R3` makes three cases, however late.
 */
import { keyOf, type Ordinal } from '../stream/key.ts';
import { ranges, streamOfTexts } from '../stream/ranges.ts';
import { UnknownEventError, type Context as StreamContext, type Decider } from '../stream/decider.ts';
import type { StreamState } from '../stream/draft.ts';
import { reject, sentence, type Rejection } from '../stream/rejection.ts';
import { Table } from '../stream/table.ts';
import { assign, UndoLog } from '../stream/undo-log.ts';
import { parseDuration, type Locality } from '../time/instant.ts';
import { firstFrom, nextOf, type Schedule } from '../work/timer.ts';
import type { ScheduleCommand, ScheduleEvent } from './command.ts';
import { scheduleShape } from './shapes.ts';

/** Key of the stream of a process's timers. */
export const scheduleStreamOf = (process: string): bigint => streamOfTexts(ranges.schedules, process);

type Waiting = Omit<Extract<ScheduleEvent, { type: 'StartTimerScheduled' }>, 'type' | 'ordinal'>;

interface ScheduleSnapshot {
  readonly lastOrdinal: Ordinal;
  readonly timers: readonly (readonly [Ordinal, Waiting])[];
}

export class ScheduleState implements StreamState {
  readonly undo = new UndoLog();
  lastOrdinal: Ordinal = 0;
  readonly timers = new Table<Waiting>(this.undo, () => 0);

  toJSON(): ScheduleSnapshot {
    return { lastOrdinal: this.lastOrdinal, timers: this.timers.entries() };
  }
}

const restore = ({ lastOrdinal, timers }: ScheduleSnapshot): ScheduleState => {
  const state = new ScheduleState();
  state.lastOrdinal = lastOrdinal;
  for (const [ordinal, row] of timers) state.timers.set(ordinal, row);
  return state;
};

type Context = StreamContext<ScheduleState, ScheduleEvent, undefined>;

const replace = ({ draft }: Context, { definition, timers }: Extract<ScheduleCommand, { type: 'ReplaceStartTimers' }>): Rejection | undefined => {
  const standing = [...draft.state.timers.in(0)].filter(([, { definition: { id } }]) => id === definition.id);
  if (standing.some(([, waiting]) => waiting.definition.version > definition.version))
    return reject('INVALID_STATE', `Expected to replace the timers that start '${definition.id}', but those of a newer version wait`);
  for (const [ordinal] of standing) draft.emit({ type: 'StartTimerCanceled', ordinal });
  for (const timer of timers) draft.emit({ type: 'StartTimerScheduled', ordinal: draft.peekOrdinal(), definition, ...timer });
  return undefined;
};

/** What follows a timer that has fired, in the rhythm of its cycle; times that are over are left out and do not count. */
const following = (timer: Waiting, now: number, locality: Locality): Schedule | undefined => {
  const next = nextOf({ ...timer, instance: 0, target: timer.event }, locality);
  const duration = timer.interval === undefined ? null : parseDuration(timer.interval);
  return next === undefined || duration === null || next.due > now ? next : { ...next, due: firstFrom(next.due, duration, { now: now + 1, locality }) };
};

const fire = (ctx: Context, ordinal: Ordinal): Rejection | undefined => {
  const { draft, now, zone, offsets } = ctx;
  const timer = draft.state.timers.get(ordinal);
  if (timer === undefined) return reject('NOT_FOUND', sentence`Expected to fire timer with key '${{ key: ordinal }}', but no such timer was found`);
  if (now < timer.due) return reject('INVALID_STATE', sentence`Expected to fire timer with key '${{ key: ordinal }}', but it is due only at ${timer.due} (now ${now})`);
  const number = ctx.ask({ type: 'caseNumber', n: 0 }) as string;
  const next = following(timer, now, { zone, offsets });
  draft.emit({ type: 'StartTimerFired', ordinal, case: String(keyOf(BigInt(number), 0)) });
  const { definition, event } = timer;
  if (next !== undefined) draft.emit({ type: 'StartTimerScheduled', ordinal: draft.peekOrdinal(), definition, event, ...next });
  return undefined;
};

const evolve = (state: ScheduleState, event: ScheduleEvent): void => {
  switch (event.type) {
    case 'StartTimerScheduled': {
      const { type: _type, ordinal, ...timer } = event;
      if (ordinal > state.lastOrdinal) assign(state.undo, state, 'lastOrdinal', ordinal);
      return state.timers.set(ordinal, timer);
    }
    case 'StartTimerFired':
    case 'StartTimerCanceled':
      return state.timers.delete(event.ordinal);
    default:
      throw new UnknownEventError((event as { readonly type: string }).type);
  }
};

export const scheduleStream: Decider<ScheduleState, ScheduleCommand, ScheduleEvent> = {
  kind: 'schedule',
  initial: () => new ScheduleState(),
  restore: (snapshot) => restore(snapshot as ScheduleSnapshot),
  decide: (ctx, command) => (command.type === 'FireStartTimer' ? fire(ctx, command.timer) : replace(ctx, command)),
  evolve,
  shape: scheduleShape,
  hasEnded: () => false,

  /** A case begins. */
  outgoing: (_stream, event, before) => {
    const timer = event.type === 'StartTimerFired' ? before.timers.get(event.ordinal) : undefined;
    if (event.type !== 'StartTimerFired' || timer === undefined) return [];
    const command = { type: 'CreateCase', definition: timer.definition, variables: {}, startEvent: timer.event };
    return [{ target: BigInt(event.case), command }];
  },
};
