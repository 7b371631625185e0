/** Instants as records write them: `YYYY-MM-DDTHH:mm:ss.sssZ`, UTC, years 0000 to 9999, one text per millisecond. */
import { civilFromDays, daysFromCivil } from './calendar.ts';

const msPerDay = 86_400_000;
const first = -62_167_219_200_000;
const last = 253_402_300_799_999;

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/** Steps of a batch have one time: the last text that was made or read is most likely the next one too. */
let lastMs = 0;
let lastText = '1970-01-01T00:00:00.000Z';

/** `ms`: epoch milliseconds, whole, within the years 0000 to 9999; throws a `RangeError` otherwise. */
export const instantText = (ms: number): string => {
  if (ms === lastMs) return lastText;
  if (!Number.isInteger(ms) || ms < first || ms > last)
    throw new RangeError(`Expected whole epoch milliseconds between ${first} and ${last}, but found ${ms}`);
  const days = Math.floor(ms / msPerDay);
  const time = ms - days * msPerDay;
  const { year, month, day } = civilFromDays(days);
  const date = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
  const second = Math.floor(time / 1000);
  const clock = `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  lastText = `${date}T${clock}.${String(time % 1000).padStart(3, '0')}Z`;
  lastMs = ms;
  return lastText;
};

const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)\.(\d{3})Z$/;

/** Epoch milliseconds; `undefined` unless the text is exactly what `instantText` writes. */
export const instantOf = (text: string): number | undefined => {
  if (text === lastText) return lastMs;
  const match = shape.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, milli = 0] = match.slice(1).map(Number);
  const ms = daysFromCivil({ year, month, day }) * msPerDay + ((hour * 60 + minute) * 60 + second) * 1000 + milli;
  return ms >= first && ms <= last && instantText(ms) === text ? ms : undefined;
};
