/** The menus of the top bar. What places them is a seventh of the shell, so they come after the first view. */
import { Menu, useMantineColorScheme } from '@mantine/core';
import { IconBell, IconDeviceDesktop, IconLogin, IconLogout, IconMoon, IconSun, IconUserCircle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { signOut, useMe } from '../api/identity.ts';
import { countsQuery } from '../api/inbox.ts';
import { Avatar } from '../components/person.tsx';

export const Notifications = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { data } = useQuery(countsQuery);
  const overdue = data?.overdue ?? 0;
  const claimable = data?.claimable ?? 0;
  return (
    <Menu width={260}>
      <Menu.Target>
        <button type="button" className="iconbtn" aria-label={t('shell:notifications')}><IconBell size={18} stroke={1.5} aria-hidden />{overdue > 0 ? <span className="dot" /> : null}</button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('shell:notifications')}</Menu.Label>
        {overdue === 0 && claimable === 0 ? <Menu.Item disabled>{t('shell:notificationsEmpty')}</Menu.Item> : null}
        {overdue > 0 ? <Menu.Item onClick={() => void navigate({ to: '/inbox', search: { due: 'overdue' } })}>{t('shell:notificationsOverdue', { count: overdue })}</Menu.Item> : null}
        {claimable > 0 ? <Menu.Item onClick={() => void navigate({ to: '/inbox', search: { box: 'claimable' } })}>{t('shell:notificationsClaimable', { count: claimable })}</Menu.Item> : null}
      </Menu.Dropdown>
    </Menu>
  );
};

const icons = { light: IconSun, dark: IconMoon, auto: IconDeviceDesktop };

export const ThemeMenu = () => {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Current = icons[colorScheme];
  return (
    <Menu width={160}>
      <Menu.Target><button type="button" className="iconbtn" aria-label={t('shell:theme.label')}><Current size={18} stroke={1.5} aria-hidden /></button></Menu.Target>
      <Menu.Dropdown>
        {(['light', 'dark', 'auto'] as const).map((scheme) => {
          const Icon = icons[scheme];
          return <Menu.Item key={scheme} leftSection={<Icon size={16} stroke={1.5} />} onClick={() => setColorScheme(scheme)} fw={scheme === colorScheme ? 600 : 400}>{t(`shell:theme.${scheme}`)}</Menu.Item>;
        })}
      </Menu.Dropdown>
    </Menu>
  );
};

export const Account = () => {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const isAnonymous = me.kind === 'anonymous';
  const name = isAnonymous ? t('shell:anonymous') : me.name;
  const note = isAnonymous ? t('shell:anonymousNote') : me.method === 'sample' ? t('shell:sampleNote') : me.email;
  const leave = async () => {
    if (!isAnonymous) await signOut();
    sessionStorage.removeItem('acta-anonymous');
    client.clear();
    await navigate({ to: '/sign-in' });
  };
  return (
    <Menu width={240}>
      <Menu.Target>
        <button type="button" className="person-button"><span className="sr">{t('shell:account')}</span><Avatar name={name} /><span className="clip">{name}</span></button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        {note === null ? null : <div className="xs t3" style={{ padding: '0 0.75rem 0.5rem', maxWidth: '15rem' }}>{note}</div>}
        {me.groups.length > 0 ? <div className="xs t3" style={{ padding: '0 0.75rem 0.5rem' }}>{me.groups.map((group) => group.name).join(' · ')}</div> : null}
        <Menu.Divider />
        {isAnonymous ? null : <Menu.Item leftSection={<IconUserCircle size={16} stroke={1.5} />} onClick={() => void navigate({ to: '/me' })}>{t('shell:myAccount')}</Menu.Item>}
        <Menu.Item leftSection={isAnonymous ? <IconLogin size={16} stroke={1.5} /> : <IconLogout size={16} stroke={1.5} />} onClick={() => void leave()}>{isAnonymous ? t('shell:signIn') : t('shell:signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
};
