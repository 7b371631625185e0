/** Where somebody is signed in: a line for each browser. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { When } from '../cases/parts.tsx';
import { deviceOf } from './device.ts';
import type { Session } from './queries.ts';

interface SessionTableProps {
  readonly sessions: readonly Session[];
  /** Absent: they are only looked at. */
  readonly onEnd?: (id: string) => void;
  readonly isBusy?: boolean;
}

export const SessionTable = ({ sessions, onEnd, isBusy = false }: SessionTableProps) => {
  const { t } = useTranslation('cases');
  return (
    <div className="table-scroll">
      <table className="data-table">
        <thead><tr><th scope="col">{t('admin.device')}</th><th scope="col">{t('admin.address')}</th><th scope="col">{t('admin.since')}</th><th scope="col">{t('admin.lastUsed')}</th>{onEnd !== undefined && <th scope="col"><span className="visually-hidden">{t('me.end')}</span></th>}</tr></thead>
        <tbody>{sessions.map(({ id, userAgent, address, createdAt, lastUsedAt, isCurrent }) => {
          const device = deviceOf(userAgent) ?? t('me.unknownDevice');
          return (
            <tr key={id}>
              <th scope="row">{device} {isCurrent && <span className="tag">{t('admin.thisOne')}</span>}</th>
              <td className="mono">{address ?? '—'}</td><td className="num"><When at={createdAt} /></td><td className="num"><When at={lastUsedAt} /></td>
              {onEnd !== undefined && <td className="data-verbs">{!isCurrent && <Button size="compact-xs" variant="default" disabled={isBusy} aria-label={t('me.endOne', { device })} onClick={() => onEnd(id)}>{t('me.end')}</Button>}</td>}
            </tr>
          );
        })}</tbody>
      </table>
    </div>
  );
};
