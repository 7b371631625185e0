/** Everything one can go to or do, by a few letters. */
import { useMantineColorScheme } from '@mantine/core';
import { Spotlight, createSpotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import '@mantine/spotlight/styles.css';
import { IconFilePlus, IconLanguage, IconMoon, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { startableQuery } from '../api/start.ts';
import { changeLanguage, currentLanguage } from '../i18n/language.ts';
import { usePlaces } from './places.ts';

const [store, spotlight] = createSpotlight();

/** @param asked counts how often it was asked for */
export const Palette = ({ asked }: { asked: number }) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const places = usePlaces();
  const { toggleColorScheme } = useMantineColorScheme();
  const { data: startable = [] } = useQuery({ ...startableQuery, enabled: places.some(({ name }) => name === 'start') });
  useEffect(() => spotlight.open(), [asked]);
  const groups: SpotlightActionGroupData[] = [
    { group: t('shell:paletteGo'), actions: places.map(({ name, path, icon: Icon }) => ({ id: name, label: t(`shell:places.${name}`), leftSection: <Icon size={18} stroke={1.5} />, onClick: () => void navigate({ to: path }) })) },
    { group: t('shell:paletteStart'), actions: startable.map(({ processDefinitionId, name }) => ({
      id: `start-${processDefinitionId}`, label: name, leftSection: <IconFilePlus size={18} stroke={1.5} />,
      onClick: () => void navigate({ to: '/start', search: { definition: processDefinitionId } }),
    })) },
    { group: t('shell:paletteDo'), actions: [
      { id: 'theme', label: t('shell:shortcuts.theme'), leftSection: <IconMoon size={18} stroke={1.5} />, onClick: toggleColorScheme },
      { id: 'language', label: t('shell:language'), leftSection: <IconLanguage size={18} stroke={1.5} />, onClick: () => void changeLanguage(currentLanguage() === 'en' ? 'zh-CN' : 'en') },
    ] },
  ];
  return (
    <Spotlight store={store} actions={groups} shortcut={null} highlightQuery nothingFound={t('shell:searchNothing')} scrollable maxHeight={420}
      searchProps={{ leftSection: <IconSearch size={18} stroke={1.5} />, placeholder: t('shell:searchPlaceholder'), 'aria-label': t('shell:search') }} />
  );
};
