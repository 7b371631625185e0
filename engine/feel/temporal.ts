/**
 * The temporal values of FEEL (DMN 1.5 §10.3.2.3). They are plain immutable records over the proleptic
 * Gregorian calendar, so years up to ±999,999,999 work and no `Date` is involved.
 */

/** An IANA zone such as `Europe/Berlin`, with the offset in seconds that it has for the value it belongs to. */
export interface NamedZone {
  readonly name: string;
  readonly offset: number;
}

/** An offset from UTC in seconds, a named zone, or nothing for a local time. */
export type Zone = number | NamedZone | undefined;

export class FeelDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;

  constructor(year: number, month: number, day: number) {
    this.year = year;
    this.month = month;
    this.day = day;
  }
}

export class FeelTime {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly nano: number;
  readonly zone: Zone;

  /** `clock` is hours, minutes, seconds and nanoseconds; parts left out are 0. */
  constructor(clock: readonly [hour: number, minute?: number, second?: number, nano?: number], zone?: Zone) {
    const [hour, minute = 0, second = 0, nano = 0] = clock;
    this.hour = hour;
    this.minute = minute;
    this.second = second;
    this.nano = nano;
    this.zone = zone;
  }
}

/** A date and time; its zone is the zone of its time. */
export class FeelDateTime {
  readonly date: FeelDate;
  readonly time: FeelTime;

  constructor(date: FeelDate, time: FeelTime) {
    this.date = date;
    this.time = time;
  }
}

/** A years-and-months duration, e.g. `P1Y2M`, as a whole number of months. */
export class YearsMonthsDuration {
  readonly months: number;

  constructor(months: number) {
    this.months = months === 0 ? 0 : months;
  }
}

/** A days-and-time duration, e.g. `P1DT2H`, as a whole number of nanoseconds. */
export class DaysTimeDuration {
  readonly nanos: bigint;

  constructor(nanos: bigint) {
    this.nanos = nanos;
  }
}
