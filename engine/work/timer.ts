/** Timers: a date, a duration, or a cycle such as `R3/PT10S` or `R/2030-01-01T00:00:00Z/P1D`. */
import type { Draft } from '../case/draft.ts';
import type { EventOf } from '../case/event.ts';
import type { Timer } from '../case/state.ts';
import type { Ordinal } from '../stream/key.ts';
import { addDuration, parseDuration, parseInstant, type IsoDuration, type Locality } from '../time/instant.ts';
import { evaluateTyped, type Site } from './attribute.ts';
import type { TimerDefinition } from './definition.ts';
import type { EvaluationContext } from './expression.ts';
import type { Typed } from './failure.ts';
import type { ValueType } from './value-type.ts';

/** When a timer fires, and how often after that. */
export type Schedule = Pick<EventOf<'TimerScheduled'>, 'due' | 'repetitions' | 'interval'>;

const positive = ({ months, ms }: IsoDuration): boolean => months >= 0 && ms >= 0 && months + ms > 0;

/** `undefined` when the text is no such timer. `now` in epoch ms. */
export const parseSchedule = (type: TimerDefinition['timer'], text: string, now: number, locality: Locality = {}): Schedule | undefined => {
  if (type === 'date') {
    const due = parseInstant(text, locality);
    return due === null ? undefined : { due };
  }
  if (type === 'duration') {
    const duration = parseDuration(text);
    return duration === null ? undefined : { due: addDuration(now, duration, locality) };
  }
  if (type === 'dueOrDuration') return parseSchedule('duration', text, now, locality) ?? parseSchedule('date', text, now, locality);
  return parseCycle(text, now, locality);
};

/** `R<count>/[<start>/]<interval>`; no count or -1 repeats without end. */
const CYCLE = /^R(?<count>\d{0,9}|-1)\/(?:(?<start>[^/]+)\/)?(?<interval>P[^/]+)$/;

const parseCycle = (text: string, now: number, locality: Locality): Schedule | undefined => {
  const { count = '', start, interval = '' } = CYCLE.exec(text.trim())?.groups ?? {};
  const duration = parseDuration(interval);
  const first = start === undefined ? undefined : parseInstant(start, locality);
  if (duration === null || !positive(duration) || first === null || /^0+$/.test(count)) return undefined;
  const due = first === undefined ? addDuration(now, duration, locality) : firstFrom(first, duration, { now, locality });
  const left = count === '' ? -1 : Math.max(-1, Number(count) - 1);
  return left === 0 ? { due } : { due, repetitions: left, interval };
};

/** The first time of the cycle that is not in the past. */
export const firstFrom = (start: number, duration: IsoDuration, { now, locality }: { readonly now: number; readonly locality: Locality }): number => {
  const longest = duration.months * 31 * 86_400_000 + duration.ms;
  let count = Math.max(0, Math.floor((now - start) / longest));
  const at = (times: number): number =>
    addDuration(start, { months: duration.months * times, ms: duration.ms * times }, locality);
  while (at(count) < now) count += 1;
  return at(count);
};

const scheduleType = (type: TimerDefinition['timer'], now: number): ValueType<Schedule> => ({
  name: typeNames[type],
  read: (value, locality) => (typeof value === 'string' ? parseSchedule(type, value, now, locality) : undefined),
});

const typeNames = {
  date: 'an ISO 8601 date and time',
  duration: 'an ISO 8601 duration',
  cycle: "an ISO 8601 cycle such as 'R3/PT10S'",
  dueOrDuration: 'an ISO 8601 duration or a date and time',
} as const;

/** The value of a timer's expression as a schedule from now. */
export const evaluateTimer = (ctx: EvaluationContext, site: Site, { timer, expression }: TimerDefinition): Typed<Schedule> =>
  evaluateTyped(ctx, site, expression, { what: timer === 'dueOrDuration' ? `the deadline of '${site.element}'` : `the timer ${timer}`, type: scheduleType(timer, ctx.now) });

/** What follows a timer that has fired; counted from its due time, so that late firing does not drift. */
export const nextOf = (timer: Timer, locality: Locality): Schedule | undefined => {
  const { repetitions, interval, due } = timer;
  const duration = interval === undefined ? null : parseDuration(interval);
  if (repetitions === undefined || repetitions === 0 || interval === undefined || duration === null) return undefined;
  const next = addDuration(due, duration, locality);
  const left = repetitions < 0 ? -1 : repetitions - 1;
  return left === 0 ? { due: next } : { due: next, repetitions: left, interval };
};

export const schedule = (draft: Draft, instance: Ordinal, target: string, { due, repetitions, interval }: Schedule): void => {
  const base = { type: 'TimerScheduled', ordinal: draft.peekOrdinal(), instance, target, due } as const;
  draft.emit(repetitions === undefined || interval === undefined ? base : { ...base, repetitions, interval });
};
