/** What surrounds every way in: what Acta is, language and theme, and what was refused. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery, type Me } from '../../api/identity.ts';
import { ApiError } from '../../api/problem.ts';
import { Wordmark } from '../../components/mark.tsx';
import { ProblemDetails, sentenceOf } from '../../components/states.tsx';
import { LanguageButton, ThemeMenu } from '../../shell/top-bar.tsx';
import '../../theme/mantine-parts.css';
import './sign-in.css';

const WhatActaIs = () => {
  const { t } = useTranslation();
  return (
    <div className="sil">
      <Wordmark />
      <div className="sic">
        <p className="sic-title">{t('sign-in:promise')}</p>
        <p className="lead t2">{t('sign-in:promiseText')}</p>
        <ol className="jr">
          {(['one', 'two', 'three'] as const).map((step) => <li key={step}><span className="jn" aria-hidden /><span>{t(`sign-in:steps.${step}`)}</span></li>)}
          <li className="now"><span className="jn" aria-hidden /><span className="js">{t('sign-in:steps.now')}</span></li>
          <li className="todo"><span className="jn" aria-hidden /><span className="js">{t('sign-in:steps.todo')}</span></li>
        </ol>
      </div>
    </div>
  );
};

/** The same sentence for an unknown name and a wrong password; how long to wait when there were too many. */
export const Refusal = ({ error }: { error: unknown }) => {
  const { t } = useTranslation();
  if (error === null) return null;
  const sentence = !(error instanceof ApiError) ? sentenceOf(error)
    : error.isOffline ? t('shell:offline')
    : error.status === 401 ? t('sign-in:wrong')
    : error.status === 429 ? t('sign-in:throttled', { seconds: error.retryAfterSeconds ?? 60 })
    : error.message;
  return (
    <div role="alert" className="note carmine"><div className="col"><span>{sentence}</span>{error instanceof ApiError && ![401, 429].includes(error.status) ? <ProblemDetails error={error} /> : null}</div></div>
  );
};

/** What was read for whoever was here before is forgotten. */
export const useEnter = () => {
  const client = useQueryClient();
  return (me: Me): void => {
    sessionStorage.removeItem('acta-anonymous');
    client.clear();
    client.setQueryData(meQuery.queryKey, me);
  };
};

export const Frame = ({ title, children }: { title: string; children: ReactNode }) => {
  useEffect(() => {
    document.title = `${title} · Acta`;
  }, [title]);
  return (
    <div className="si">
      <WhatActaIs />
      <main className="sir">
        <div className="row end"><LanguageButton /><ThemeMenu /></div>
        <div className="sif">
          <h1 className="h2">{title}</h1>
          {children}
        </div>
      </main>
    </div>
  );
};
