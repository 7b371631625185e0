/** The proleptic Gregorian calendar in whole days since 1970-01-01, exact for every year FEEL knows. */

const MAX_YEAR = 999_999_999;
const DAYS_IN_CYCLE = 146_097; // 400 years
const EPOCH_SHIFT = 719_468; // from 0000-03-01 to 1970-01-01
const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

export function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeapYear(year) ? 29 : (MONTH_DAYS[month - 1] ?? 0);
}

export function isValidDate(year: number, month: number, day: number): boolean {
  return Math.abs(year) <= MAX_YEAR && day >= 1 && day <= daysInMonth(year, month);
}

/** Years counted from March make the leap day the last of its year. */
export function daysFromCivil({ year, month, day }: CivilDate): number {
  const shifted = month <= 2 ? year - 1 : year;
  const cycle = Math.floor(shifted / 400);
  const yearOfCycle = shifted - cycle * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfCycle = yearOfCycle * 365 + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100) + dayOfYear;
  return cycle * DAYS_IN_CYCLE + dayOfCycle - EPOCH_SHIFT;
}

export function civilFromDays(days: number): CivilDate {
  const shifted = days + EPOCH_SHIFT;
  const cycle = Math.floor(shifted / DAYS_IN_CYCLE);
  const dayOfCycle = shifted - cycle * DAYS_IN_CYCLE;
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
      365,
  );
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}

/** Monday is 1, Sunday is 7. */
export function weekday(date: CivilDate): number {
  return ((((daysFromCivil(date) + 3) % 7) + 7) % 7) + 1;
}

export function dayOfYear(date: CivilDate): number {
  return daysFromCivil(date) - daysFromCivil({ year: date.year, month: 1, day: 1 }) + 1;
}

/** ISO 8601: week 1 is the one with the year's first Thursday. */
export function weekOfYear(date: CivilDate): number {
  const thursday = civilFromDays(daysFromCivil(date) + 4 - weekday(date));
  return Math.floor((dayOfYear(thursday) - 1) / 7) + 1;
}

/** The same day `months` later, or the last day of that month when it is shorter. */
export function addMonths(date: CivilDate, months: number): CivilDate | null {
  const index = date.year * 12 + (date.month - 1) + months;
  const year = Math.floor(index / 12);
  const month = index - year * 12 + 1;
  if (Math.abs(year) > MAX_YEAR) return null;
  return { year, month, day: Math.min(date.day, daysInMonth(year, month)) };
}
