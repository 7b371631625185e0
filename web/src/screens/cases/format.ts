/** Times, durations and values in words of a language. */
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const formats = new Map<string, Intl.DateTimeFormat>();
const format = (language: string, options: Intl.DateTimeFormatOptions, instant: Date): string => {
  const id = `${language} ${JSON.stringify(options)}`;
  const known = formats.get(id) ?? new Intl.DateTimeFormat(language, options);
  formats.set(id, known);
  return known.format(instant);
};

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** Today the time, this week the day and the time, else the date. */
export const tellTime = (iso: string, language: string, now = new Date()): string => {
  const at = new Date(iso);
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const time = format(language, clock, at);
  if (at.getTime() >= midnight && at.getTime() < midnight + day) return time;
  if (Math.abs(at.getTime() - midnight) < 6 * day) return `${format(language, { weekday: 'short' }, at)} ${time}`;
  const isThisYear = at.getFullYear() === now.getFullYear();
  return `${format(language, isThisYear ? { month: 'short', day: 'numeric' } : { year: 'numeric', month: 'short', day: 'numeric' }, at)} ${time}`;
};

export const tellFullTime = (iso: string, language: string): string =>
  format(language, { year: 'numeric', month: '2-digit', day: '2-digit', weekday: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'shortOffset' }, new Date(iso));

/** `11-10 09:12`, for columns. */
export const tellTableTime = (iso: string): string => {
  const at = new Date(iso);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
};

const units = [['day', day], ['hour', hour], ['minute', minute], ['second', 1_000]] as const;

/** The largest unit, for columns: "3 days". */
export const tellBriefSpan = (milliseconds: number, language: string): string => tellUnits(milliseconds, language, 1);
/** Two units at most: "3 days 4 hours". */
export const tellSpan = (milliseconds: number, language: string): string => tellUnits(milliseconds, language, 2);

const tellUnits = (milliseconds: number, language: string, most: number): string => {
  let left = Math.max(0, milliseconds);
  const first = units.findIndex(([, size]) => left >= size);
  if (first < 0) return unitText(0, 'second', language);
  return units.slice(first, first + most).flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [unitText(count, unit, language)];
  }).join(' ');
};

const unitText = (count: number, unit: string, language: string): string =>
  new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: language.startsWith('zh') ? 'long' : 'short' }).format(count);

const isoDuration = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** `P3D` as "3 days"; what is more than days and hours stays as it is. */
export const tellIsoDuration = (language: string) => (iso: string): string => {
  const found = isoDuration.exec(iso);
  if (found === null) return iso;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return tellSpan((weeks * 7 + days) * day + hours * hour + minutes * minute + seconds * 1_000, language);
};

export interface ValueWords {
  readonly yes: string;
  readonly no: string;
  readonly nothing: string;
  /** The name of a person, when a text is the id of one. */
  readonly nameOf?: (text: string) => string | undefined;
}

/** A value as people read it: no quotes, no braces. */
export const tellValue = (value: unknown, language: string, words: ValueWords): string => {
  if (value === null || value === undefined) return words.nothing;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number') return new Intl.NumberFormat(language, { maximumFractionDigits: 6 }).format(value);
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(value) ? tellTime(value, language) : isoDuration.test(value) && value.length > 2 ? tellIsoDuration(language)(value) : (words.nameOf?.(value) ?? value);
  if (Array.isArray(value)) return value.length === 0 ? words.nothing : value.map((one) => tellValue(one, language, words)).join(language.startsWith('zh') ? '、' : ', ');
  return Object.entries(value).map(([name, one]) => `${name}: ${tellValue(one, language, words)}`).join(' · ');
};
