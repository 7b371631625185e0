import { Button, Menu, Modal, Select, TextInput } from '@mantine/core';
import { IconAlarm, IconCheck, IconClock, IconDots, IconFileExport, IconFilter, IconInbox, IconPlus, IconUsers, type Icon } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/identity.ts';
import { countsQuery, deleteView, saveView, viewsQuery, type Counts, type SavedView } from '../../api/inbox.ts';
import { ProblemNotice } from '../../components/states.tsx';
import { readInboxSearch, viewOf, type InboxSearch } from './inbox-search.ts';
import type { Inbox } from './use-inbox.ts';

interface Box {
  readonly name: 'todo' | 'overdue' | 'week' | 'claimable' | 'done';
  readonly icon: Icon;
  readonly search: InboxSearch;
  readonly count?: keyof Counts;
}

const boxes: readonly Box[] = [
  { name: 'todo', icon: IconInbox, search: {}, count: 'todo' },
  { name: 'overdue', icon: IconAlarm, search: { due: 'overdue' }, count: 'overdue' },
  { name: 'week', icon: IconClock, search: { due: 'week' } },
  { name: 'claimable', icon: IconUsers, search: { box: 'claimable' }, count: 'claimable' },
  { name: 'done', icon: IconCheck, search: { box: 'done' }, count: 'done' },
];

const inOrder = (search: object): string => JSON.stringify(Object.entries(search).filter(([, value]) => value !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const same = (a: object, b: object): boolean => inOrder(a) === inOrder(b);

const SaveDialog = ({ inbox, onClose }: { inbox: Inbox; onClose: () => void }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({ mutationFn: () => saveView(name.trim(), viewOf(inbox.search)), onSuccess: async () => {
    await client.invalidateQueries({ queryKey: viewsQuery.queryKey });
    onClose();
  } });
  return (
    <Modal opened onClose={onClose} title={t('inbox:views.save')} closeButtonProps={{ 'aria-label': t('shell:close') }}>
      <form className="col" style={{ gap: '1rem' }} onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <TextInput data-autofocus label={t('inbox:views.name')} value={name} maxLength={80} required withAsterisk={false} onChange={(event) => setName(event.currentTarget.value)} />
        <ProblemNotice error={save.error} />
        <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>{t('inbox:views.saveVerb')}</Button>
      </form>
    </Modal>
  );
};

const SavedViews = ({ views, inbox }: { views: readonly SavedView[]; inbox: Inbox }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const remove = useMutation({ mutationFn: deleteView, onSuccess: () => client.invalidateQueries({ queryKey: viewsQuery.queryKey }) });
  return views.map((view) => {
    const search = viewOf(readInboxSearch(view.query));
    const isOn = same(search, viewOf(inbox.search));
    return (
      <li key={view.id} className="row view-saved">
        <Link to="/inbox" search={search} className={`view grow ${isOn ? 'on' : ''}`} aria-current={isOn ? 'true' : undefined} title={view.name}><IconFilter size={16} stroke={1.5} aria-hidden /><span className="grow clip">{view.name}</span></Link>
        <Menu><Menu.Target><button type="button" className="iconbtn view-more" aria-label={t('inbox:views.more', { name: view.name })}><IconDots size={14} aria-hidden /></button></Menu.Target>
          <Menu.Dropdown><Menu.Item onClick={() => remove.mutate(view.id)}>{t('inbox:views.delete')}</Menu.Item></Menu.Dropdown></Menu>
      </li>
    );
  });
};

export const ViewsPane = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  const me = useMe();
  const { data: counts } = useQuery(countsQuery);
  const { data: views = [] } = useQuery(viewsQuery);
  const [isSaving, setIsSaving] = useState(false);
  const now = viewOf(inbox.search);
  const isPlain = boxes.some(({ search }) => same(search, now)) || views.some(({ query }) => same(viewOf(readInboxSearch(query)), now));
  return (
    <nav className="views scroll" aria-label={t('inbox:views.title')}>
      <ul>
        {boxes.map(({ name, icon: Icon, search, count }) => (
          <li key={name}>
            <Link to="/inbox" search={search} className={`view ${same(search, now) ? 'on' : ''}`} aria-current={same(search, now) ? 'true' : undefined} title={t(`inbox:boxes.${name}`)}>
              <Icon size={16} stroke={1.5} aria-hidden /><span className="grow">{t(`inbox:boxes.${name}`)}</span>{count === undefined || counts === undefined ? null : <span className={`count ${name === 'overdue' && counts.overdue > 0 ? 'c-carmine' : ''}`}>{counts[count]}</span>}
            </Link>
          </li>
        ))}
        <li>
          <Link to="/cases" search={{ starter: me.id }} className="view" title={t('inbox:boxes.started')}><IconFileExport size={16} stroke={1.5} aria-hidden /><span className="grow">{t('inbox:boxes.started')}</span>{counts === undefined ? null : <span className="count">{counts.started}</span>}</Link>
        </li>
      </ul>
      <div className="row vh"><h2 className="h4 grow">{t('inbox:views.saved')}</h2>
        <button type="button" className="iconbtn" disabled={isPlain} title={isPlain ? t('inbox:views.saveHint') : undefined} aria-label={t('inbox:views.save')} onClick={() => setIsSaving(true)}><IconPlus size={14} aria-hidden /></button></div>
      {views.length === 0 ? <p className="xs t3 views-none">{t('inbox:views.none')}</p> : null}
      <ul><SavedViews views={views} inbox={inbox} /></ul>
      {isSaving ? <SaveDialog inbox={inbox} onClose={() => setIsSaving(false)} /> : null}
    </nav>
  );
};

/** Where there is no room for a pane. */
export const ViewsSelect = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  const { data: counts } = useQuery(countsQuery);
  const { data: views = [] } = useQuery(viewsQuery);
  const options = [
    ...boxes.map(({ name, search, count }) => ({ value: name as string, search, label: `${t(`inbox:boxes.${name}`)}${count === undefined || counts === undefined ? '' : ` ${counts[count]}`}` })),
    ...views.map(({ id, name, query }) => ({ value: id, search: viewOf(readInboxSearch(query)), label: name })),
  ];
  const current = options.find(({ search }) => same(search, viewOf(inbox.search)))?.value ?? null;
  return (
    <Select className="views-select" aria-label={t('inbox:views.title')} placeholder={t('inbox:views.filtered')} data={options.map(({ value, label }) => ({ value, label }))} value={current} allowDeselect={false}
      onChange={(value) => { const found = options.find((option) => option.value === value); if (found !== undefined) inbox.go({ box: undefined, q: undefined, definition: undefined, group: undefined, due: undefined, sort: undefined, task: undefined, ...found.search }); }} />
  );
};
