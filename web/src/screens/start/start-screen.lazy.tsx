import { createLazyRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

const Screen = () => {
  const { t } = useTranslation();
  return <div className="page"><h1 className="h1">{t('shell:places.start')}</h1></div>;
};

export const route = createLazyRoute('/shell/start')({ component: Screen });
