/** Timers: a date, a duration, or a cycle such as `R3/PT10S` or `R/2030-01-01T00:00:00Z/P1D`. */
import { addDuration, parseDuration, parseInstant, type IsoDuration } from '../../kernel/instant.ts';
import type { EventOf } from '../../kernel/event.ts';
import type { Json } from '../../kernel/json.ts';
import type { Ordinal } from '../../kernel/key.ts';
import type { Timer } from '../../kernel/state.ts';
import type { TimerDefinition } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { evaluateAs, type Typed } from './typed-value.ts';

/** When a timer fires, and how often after that. */
export type Schedule = Pick<EventOf<'TimerScheduled'>, 'due' | 'repetitions' | 'interval'>;

const expected = {
  date: 'an ISO 8601 date and time',
  duration: 'an ISO 8601 duration',
  cycle: "an ISO 8601 cycle such as 'R3/PT10S'",
} as const;

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

const parseCycle = (text: string, now: number): Schedule | undefined => {
  const match = /^R(\d*|-1)\/(?:([^/]+)\/)?(P[^/]+)$/.exec(text.trim());
  const interval = match?.[3];
  const duration = interval === undefined ? null : parseDuration(interval);
  if (interval === undefined || duration === null || !positive(duration)) return undefined;
  const start = match?.[2] === undefined ? undefined : parseInstant(match[2]);
  if (start === null) return undefined;
  const count = match?.[1] === '' || match?.[1] === '-1' ? Infinity : Number(match?.[1]);
  if (count === 0) return undefined;
  const due = start === undefined ? addDuration(now, duration) : firstFrom(start, duration, now);
  if (count === 1) return { due };
  return { due, repetitions: count === Infinity ? -1 : count - 1, interval };
};

/** The first time of the cycle that is not in the past. */
const firstFrom = (start: number, duration: IsoDuration, now: number): number => {
  const shortest = duration.months * 28 * 86_400_000 + duration.ms;
  const longest = duration.months * 31 * 86_400_000 + duration.ms;
  let count = Math.max(0, Math.floor((now - start) / Math.max(shortest, longest)));
  const at = (times: number): number =>
    addDuration(start, { months: duration.months * times, ms: duration.ms * times });
  while (at(count) < now) count += 1;
  return at(count);
};

/** The value of a timer's expression as a schedule from now. */
export const evaluateTimer = (game: TokenGame, scope: Ordinal, timer: TimerDefinition): Typed<Schedule> =>
  evaluateAs(game, scope, { what: `the timer ${timer.type}`, expression: timer.expression }, expected[timer.type], (value: Json) =>
    typeof value === 'string' ? parseSchedule(timer.type, value, game.now) : undefined,
  );

/** What follows a timer that has fired; counted from its due time, so that late firing does not drift. */
export const nextOf = (timer: Timer): Schedule | undefined => {
  const { repetitions, interval, due } = timer;
  const duration = interval === undefined ? null : parseDuration(interval);
  if (repetitions === undefined || repetitions === 0 || interval === undefined || duration === null) return undefined;
  const next = addDuration(due, duration);
  const left = repetitions < 0 ? -1 : repetitions - 1;
  return left === 0 ? { due: next } : { due: next, repetitions: left, interval };
};

export const schedule = (game: TokenGame, instance: Ordinal, target: string, { due, repetitions, interval }: Schedule): void => {
  const base = { type: 'TimerScheduled', ordinal: game.draft.nextOrdinal(), instance, target, due } as const;
  if (repetitions === undefined || interval === undefined) game.draft.emit(base);
  else game.draft.emit({ ...base, repetitions, interval });
};
