/** Timers: a date, a duration, or a cycle such as `R3/PT10S` or `R/2030-01-01T00:00:00Z/P1D`. */
import { addDuration, parseDuration, parseInstant, type IsoDuration } from '../../time/instant.ts';
import type { EventOf } from '../../case/event.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { Timer } from '../../case/state.ts';
import type { ValueType } from '../../work/value-type.ts';
import type { TimerDefinition } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAspect, type Typed } from './typed-value.ts';

/** When a timer fires, and how often after that. */
export type Schedule = Pick<EventOf<'TimerScheduled'>, 'due' | 'repetitions' | 'interval'>;

const positive = ({ months, ms }: IsoDuration): boolean => months >= 0 && ms >= 0 && months + ms > 0;

/** `undefined` when the text is no such timer. `now` in epoch ms. */
export const parseSchedule = (type: TimerDefinition['type'], text: string, now: number): Schedule | undefined => {
  if (type === 'date') {
    const due = parseInstant(text);
    return due === null ? undefined : { due };
  }
  if (type === 'duration') {
    const duration = parseDuration(text);
    return duration === null ? undefined : { due: addDuration(now, duration) };
  }
  return parseCycle(text, now);
};

/** `R<count>/[<start>/]<interval>`; no count or -1 repeats without end. */
const CYCLE = /^R(?<count>\d{0,9}|-1)\/(?:(?<start>[^/]+)\/)?(?<interval>P[^/]+)$/;

const parseCycle = (text: string, now: number): Schedule | undefined => {
  const { count = '', start, interval = '' } = CYCLE.exec(text.trim())?.groups ?? {};
  const duration = parseDuration(interval);
  const first = start === undefined ? undefined : parseInstant(start);
  if (duration === null || !positive(duration) || first === null || /^0+$/.test(count)) return undefined;
  const due = first === undefined ? addDuration(now, duration) : firstFrom(first, duration, now);
  const left = count === '' ? -1 : Math.max(-1, Number(count) - 1);
  return left === 0 ? { due } : { due, repetitions: left, interval };
};

/** The first time of the cycle that is not in the past. */
const firstFrom = (start: number, duration: IsoDuration, now: number): number => {
  const longest = duration.months * 31 * 86_400_000 + duration.ms;
  let count = Math.max(0, Math.floor((now - start) / longest));
  const at = (times: number): number =>
    addDuration(start, { months: duration.months * times, ms: duration.ms * times });
  while (at(count) < now) count += 1;
  return at(count);
};

const scheduleType = (type: TimerDefinition['type'], now: number): ValueType<Schedule> => ({
  name: typeNames[type],
  read: (value) => (typeof value === 'string' ? parseSchedule(type, value, now) : undefined),
});

const typeNames = {
  date: 'an ISO 8601 date and time',
  duration: 'an ISO 8601 duration',
  cycle: "an ISO 8601 cycle such as 'R3/PT10S'",
} as const;

/** The value of a timer's expression as a schedule from now. */
export const evaluateTimer = (game: TokenGame, scope: Ordinal, { type, expression }: TimerDefinition): Typed<Schedule> =>
  evaluateAspect(game, scope, { what: `the timer ${type}`, expression, type: scheduleType(type, game.now) });

/** What follows a timer that has fired; counted from its due time, so that late firing does not drift. */
export const nextOf = (timer: Timer): Schedule | undefined => {
  const { repetitions, interval, due } = timer;
  const duration = interval === undefined ? null : parseDuration(interval);
  if (repetitions === undefined || repetitions === 0 || interval === undefined || duration === null) return undefined;
  const next = addDuration(due, duration);
  const left = repetitions < 0 ? -1 : repetitions - 1;
  return left === 0 ? { due: next } : { due: next, repetitions: left, interval };
};

export const schedule = (
  { draft }: TokenGame,
  instance: Ordinal,
  target: string,
  { due, repetitions, interval }: Schedule,
): void => {
  const base = { type: 'TimerScheduled', ordinal: draft.nextOrdinal(), instance, target, due } as const;
  draft.emit(repetitions === undefined || interval === undefined ? base : { ...base, repetitions, interval });
};
