import { Modal, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Keys } from '../components/keys.tsx';
import { shortcuts, useSingleKeys, type ShortcutName } from './shortcuts.ts';

const names = Object.keys(shortcuts) as ShortcutName[];

/** Made from the one table of keys, so it cannot tell of another. */
export const ShortcutSheet = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTranslation();
  const [on, setOn] = useSingleKeys();
  return (
    <Modal opened onClose={onClose} title={t('shell:shortcutsTitle')} size="lg" closeButtonProps={{ 'aria-label': t('shell:close') }}>
      <div className="shortcuts">
        {(['everywhere', 'inboxGroup'] as const).map((group) => (
          <section key={group}>
            <h3 className="h4">{t(`shell:shortcuts.${group}`)}</h3>
            <ul>{names.filter((name) => shortcuts[name].group === group).map((name) => <li key={name}><span>{t(`shell:shortcuts.${name}`)}</span><Keys of={name} /></li>)}</ul>
          </section>
        ))}
      </div>
      <Switch checked={on} onChange={(event) => setOn(event.currentTarget.checked)} label={t('shell:shortcutsOn')} size="sm" />
    </Modal>
  );
};

