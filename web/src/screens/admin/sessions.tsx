/** Where I am signed in. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { Loaded, When } from '../cases/parts.tsx';
import { sessionsQuery, useChange } from './queries.ts';

/** "Firefox · Linux" of a long line. */
const deviceOf = (userAgent: string | null): string => {
  const browser = /(Firefox|Edg|Chrome|Safari)\//.exec(userAgent ?? '')?.[1]?.replace('Edg', 'Edge');
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(userAgent ?? '')?.[1]?.replace('Mac OS X', 'macOS');
  return [browser, system].filter(Boolean).join(' · ') || (userAgent ?? '—');
};

export const Sessions = () => {
  const { t } = useTranslation('cases');
  const query = useQuery(sessionsQuery);
  const end = useChange((id: string) => api.delete(`/api/me/sessions/${encodeURIComponent(id)}`));
  return (
    <Loaded query={query}>
      {(sessions) => (
        <div className="table-scroll">
          <table className="data-table">
            <thead><tr><th scope="col">{t('admin.device')}</th><th scope="col">{t('admin.address')}</th><th scope="col">{t('admin.since')}</th><th scope="col">{t('admin.lastUsed')}</th><th /></tr></thead>
            <tbody>{sessions.map(({ id, userAgent, address, createdAt, lastUsedAt, isCurrent }) => (
              <tr key={id}>
                <th scope="row">{deviceOf(userAgent)} {isCurrent && <span className="tag">{t('admin.thisOne')}</span>}</th>
                <td className="mono">{address ?? '—'}</td><td><When at={createdAt} /></td><td><When at={lastUsedAt} /></td>
                <td className="data-verbs">{!isCurrent && <Button size="compact-xs" variant="subtle" onClick={() => end.mutate(id)}>{t('admin.end')}</Button>}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
    </Loaded>
  );
};
