/** Times as people say them: the hour today, the weekday this week, the date this year. */
import { currentLanguage } from '../i18n/language.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

const format = (date: Date, options: Intl.DateTimeFormatOptions): string => {
  const language = currentLanguage();
  const key = language + JSON.stringify(options);
  const made = formats.get(key) ?? new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, options);
  formats.set(key, made);
  return made.format(date);
};

const dayStart = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
const dayMs = 86_400_000;

/** Days from today; yesterday is -1. */
export const daysFromToday = (date: Date, now = new Date()): number => Math.round((dayStart(date) - dayStart(now)) / dayMs);

export const shortTime = (iso: string, now = new Date()): string => {
  const date = new Date(iso);
  const days = daysFromToday(date, now);
  if (days === 0) return format(date, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  if (Math.abs(days) < 7) return `${format(date, { weekday: 'short' })} ${format(date, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })}`;
  if (date.getFullYear() === now.getFullYear()) return format(date, { day: 'numeric', month: 'short' });
  return format(date, { day: 'numeric', month: 'short', year: 'numeric' });
};

export const fullTime = (iso: string): string => format(new Date(iso), { dateStyle: 'full', timeStyle: 'medium' });
export const longDate = (date: Date): string => format(date, { dateStyle: 'full' });

/** At most two units, the larger first. */
export const duration = (ms: number): string => {
  const minutes = Math.max(1, Math.round(Math.abs(ms) / 60_000));
  const parts: [number, 'day' | 'hour' | 'minute'][] = [
    [Math.floor(minutes / 1440), 'day'], [Math.floor(minutes / 60) % 24, 'hour'], [minutes % 60, 'minute'],
  ];
  const first = parts.findIndex(([value]) => value > 0);
  const english = currentLanguage() === 'en';
  const words = { day: english ? 'd' : '天', hour: english ? 'h' : '小时', minute: english ? 'min' : '分钟' };
  return parts.slice(first, first + 2).filter(([value]) => value > 0).map(([value, unit]) => `${value} ${words[unit]}`).join(' ');
};

export const When = ({ at, className }: { at: string; className?: string }) => (
  <time dateTime={at} title={fullTime(at)} className={className}>{shortTime(at)}</time>
);
