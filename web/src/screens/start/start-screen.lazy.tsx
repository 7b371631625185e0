import { Button, TextInput } from '@mantine/core';
import { IconArrowLeft, IconFileText, IconSearch } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute, Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/identity.ts';
import { nextTaskOf, startableQuery, startCase, type Startable } from '../../api/start.ts';
import { Keys } from '../../components/keys.tsx';
import { LazyTaskForm } from '../../components/lazy-form.ts';
import { EmptyState, ErrorState, LoadingState, ProblemNotice } from '../../components/states.tsx';
import type { FormHandle } from '../../form/task-form.tsx';
import { useShortcut } from '../../shell/shortcuts.ts';
import '../../theme/mantine-parts.css';
import './start.css';

const Catalogue = ({ items, chosen }: { items: readonly Startable[]; chosen: string | undefined }) => {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useShortcut('search', () => field.current?.focus());
  const wanted = text.trim().toLowerCase();
  const found = items.filter(({ name, processDefinitionId }) => `${name} ${processDefinitionId}`.toLowerCase().includes(wanted));
  return (
    <div className={`cat ${chosen === undefined ? '' : 'cat-behind'}`}>
      <div className="cathead">
        <h1 className="h2">{t('start:title')}</h1>
        <TextInput ref={field} value={text} onChange={(event) => setText(event.currentTarget.value)} placeholder={t('start:searchPlaceholder')} aria-label={t('start:search')}
          leftSection={<IconSearch size={16} stroke={1.5} />} rightSection={<kbd aria-hidden>/</kbd>} />
      </div>
      <div className="catbody scroll">
        <ul aria-label={t('start:title')}>
          {found.map(({ processDefinitionId: id, name }) => (
            <li key={id}>
              <Link to="/start" search={{ definition: id }} className={`proc ${id === chosen ? 'on' : ''}`} aria-current={id === chosen ? 'true' : undefined}>
                <IconFileText size={18} stroke={1.5} aria-hidden /><span className="med sm">{name}</span>
              </Link>
            </li>
          ))}
        </ul>
        {found.length === 0 ? <EmptyState title={items.length === 0 ? t('start:noneTitle') : t('start:notFound', { text })} text={t('start:noneText')} /> : null}
      </div>
    </div>
  );
};

/** Where one goes after the start: one's next task of the case, else the case. */
const useLanding = () => {
  const navigate = useNavigate();
  const client = useQueryClient();
  const me = useMe();
  return async (caseKey: string): Promise<void> => {
    await client.invalidateQueries({ queryKey: ['inbox'] });
    const task = await nextTaskOf(caseKey, me.id).catch(() => undefined);
    if (task !== undefined) return navigate({ to: '/inbox', search: { task } });
    return navigate({ to: '/cases/$key', params: { key: caseKey } });
  };
};

const StartSheet = ({ startable }: { startable: Startable }) => {
  const { t } = useTranslation();
  const form = useRef<FormHandle>(null);
  const land = useLanding();
  const start = useMutation({ mutationFn: (values: object) => startCase(startable.processDefinitionKey, values), onSuccess: ({ processInstanceKey }) => land(processInstanceKey) });
  const submit = () => {
    if (start.isPending) return;
    const values = startable.startForm === null ? {} : form.current?.submit();
    if (values !== null && values !== undefined) start.mutate(values);
  };
  useShortcut('complete', submit);
  return (
    <section className="sheet" aria-labelledby="sheet-title">
      <header className="sheet-head">
        <Link to="/start" className="iconbtn sheet-back" aria-label={t('shell:back')}><IconArrowLeft size={18} stroke={1.5} /></Link>
        <div className="col grow">
          <span className="xs t3">{t('start:version', { version: startable.version })}</span>
          <h2 className="h2" id="sheet-title">{startable.name}</h2>
        </div>
      </header>
      <div className="sheet-body scroll">
        <div className="sform">
          {startable.startForm === null ? <p className="t2">{t('start:noForm')}</p> : (
            <Suspense fallback={<LoadingState rows={5} />}><LazyTaskForm ref={form} schema={startable.startForm.schema} values={{}} /></Suspense>
          )}
          <ProblemNotice error={start.error} />
        </div>
      </div>
      <div className="verbs"><Button onClick={submit} loading={start.isPending} rightSection={<Keys of="complete" />}>{t('start:submit')}</Button></div>
    </section>
  );
};

const StartScreen = () => {
  const { t } = useTranslation();
  const { definition } = useSearch({ from: '/shell/start' });
  const { data, error, isPending } = useQuery(startableQuery);
  const chosen = data?.find(({ processDefinitionId }) => processDefinitionId === definition);
  useEffect(() => {
    document.title = `${chosen?.name ?? t('start:title')} · Acta`;
  }, [t, chosen?.name]);
  if (isPending) return <LoadingState />;
  if (error !== null) return <ErrorState error={error} />;
  return (
    <div className="startp">
      <Catalogue items={data} chosen={chosen?.processDefinitionId} />
      {chosen === undefined ? <div className="sheet sheet-none">{data.length === 0 ? null : <EmptyState title={t('start:chooseTitle')} text={t('start:chooseText')} />}</div> : <StartSheet key={chosen.processDefinitionKey} startable={chosen} />}
    </div>
  );
};

export const route = createLazyRoute('/shell/start')({ component: StartScreen });
