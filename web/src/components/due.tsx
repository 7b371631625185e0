/** How much time is left, in words and with an icon: quiet, soon, late. */
import { IconAlarm, IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { daysFromToday, duration, fullTime, shortTime } from './when.tsx';

export const Due = ({ at, now = Date.now(), isBadge = false }: { at: string; now?: number; isBadge?: boolean }) => {
  const { t } = useTranslation();
  const left = new Date(at).getTime() - now;
  const isLate = left < 0;
  const isSoon = !isLate && left < 86_400_000;
  const color = isLate ? 'carmine' : isSoon ? 'ochre' : '';
  const text = isLate ? t('inbox:late', { duration: duration(left) }) : isSoon && daysFromToday(new Date(at)) <= 1 ? t('inbox:left', { duration: duration(left) }) : shortTime(at);
  const Icon = isLate ? IconAlarm : IconClock;
  return (
    <time dateTime={at} title={fullTime(at)} className={isBadge ? `badge ${color}` : `row row-1 nowrap xs ${color === '' ? 't3' : `c-${color}`}`}>
      <Icon size={14} stroke={1.75} aria-hidden /> {text}
    </time>
  );
};
