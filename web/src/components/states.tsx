/** What a screen shows instead of its content: loading, nothing, an error, no right, no connection. */
import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCopy, IconLock, IconPlugConnectedX, IconRefresh, IconSquareDashed } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../api/problem.ts';

interface StateProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
  readonly kind?: '' | 'solid' | 'bad';
  readonly role?: 'alert';
}

const State = ({ icon, title, children, action, kind = '', role }: StateProps) => (
  <div className="state" role={role}>
    <span className={`glyph ${kind}`} aria-hidden>{icon}</span>
    <p className="h3">{title}</p>
    {children}
    {action}
  </div>
);

export const EmptyState = ({ title, text, action, icon = <IconSquareDashed size={20} stroke={1.5} /> }: { title: string; text?: string; action?: ReactNode; icon?: ReactNode }) => (
  <State icon={icon} title={title} action={action}>{text === undefined ? null : <p>{text}</p>}</State>
);

export const ForbiddenState = ({ detail }: { detail?: string }) => {
  const { t } = useTranslation();
  return (
    <State icon={<IconLock size={20} stroke={1.5} />} title={t('states:forbiddenTitle')} kind="solid">
      {detail === undefined ? null : <p>{detail}</p>}
      <p>{t('states:forbiddenText')}</p>
    </State>
  );
};

/** The request's id, and all that the server said, to hand on. */
export const ProblemDetails = ({ error }: { error: ApiError }) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const { requestId } = error.problem;
  const copy = () => void navigator.clipboard.writeText(JSON.stringify({ status: error.status, ...error.problem }, null, 2)).then(() => setCopied(true));
  if (requestId === undefined) return null;
  return (
    <p className="row wrap xs t3 problem-details">
      <span className="mono">{t('states:requestId', { id: requestId })}</span>
      <button type="button" className="link row row-1" onClick={copy}>
        <IconCopy size={12} aria-hidden /> {copied ? t('states:copied') : t('states:copyDetails')}
      </button>
    </p>
  );
};

/** For a query that failed. A page that could not be loaded is one of another version. */
export const ErrorState = ({ error, onRetry }: { error: unknown; onRetry?: () => void }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const retry = onRetry ?? (() => void client.refetchQueries({ predicate: ({ state }) => state.status === 'error' }));
  const again = <Button variant="default" leftSection={<IconRefresh size={14} />} onClick={retry}>{t('shell:retry')}</Button>;
  if (!(error instanceof ApiError)) {
    return (
      <State icon={<IconAlertTriangle size={20} stroke={1.5} />} title={t('states:newVersionTitle')} role="alert" kind="solid"
        action={<Button variant="default" onClick={() => location.reload()}>{t('states:reload')}</Button>}>
        <p>{t('states:newVersionText')}</p>
        <p className="xs t3 mono">{sentenceOf(error)}</p>
      </State>
    );
  }
  if (error.isOffline)
    return <State icon={<IconPlugConnectedX size={20} stroke={1.5} />} title={t('states:offlineTitle')} action={again} role="alert"><p>{t('states:offlineText')}</p></State>;
  if (error.status === 403) return <ForbiddenState detail={error.message} />;
  if (error.status === 404) return <EmptyState title={t('states:notFoundTitle')} text={t('states:notFoundText')} />;
  return (
    <State icon={<IconAlertTriangle size={20} stroke={1.5} />} title={t('states:errorTitle')} action={again} kind="bad" role="alert">
      <p>{error.message}. {t('states:errorUnaffected')}</p>
      <ProblemDetails error={error} />
    </State>
  );
};

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : JSON.stringify(error));

/** Beside the button whose act failed: the server's sentence, never only a toast. */
export const ProblemNotice = ({ error }: { error: unknown }) => {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  const isApi = error instanceof ApiError;
  const sentence = isApi && error.isOffline ? t('shell:offline') : sentenceOf(error);
  return (
    <div className="note carmine" role="alert">
      <IconAlertTriangle size={16} className="i" aria-hidden />
      <div className="col"><b>{t('states:actFailed')}</b><span>{sentence}</span>{isApi ? <ProblemDetails error={error} /> : null}</div>
    </div>
  );
};

/** Whether waiting has lasted long enough to be shown. */
export const useAfter = (ms: number): boolean => {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
};

/** Lines in the place of text; nothing for the first 150 ms. */
export const LoadingState = ({ rows = 6, height = '2.75rem' }: { rows?: number; height?: string }) => {
  const { t } = useTranslation();
  const shown = useAfter(150);
  return (
    <div role="status" aria-label={t('shell:loading')} className="loading" data-shown={shown}>
      {shown ? Array.from({ length: rows }, (_, index) => <div key={index} className="sk" style={{ height, width: `${100 - ((index * 7) % 24)}%` }} />) : null}
    </div>
  );
};
