import { Switch } from '@mantine/core';
import { createLazyRoute } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/states.tsx';
import { Keys } from '../../components/keys.tsx';
import { useShortcut, type ShortcutName } from '../../shell/shortcuts.ts';
import { ListPane } from './list-pane.tsx';
import { TaskDetailPane } from './task-detail.tsx';
import { useInbox, type Inbox } from './use-inbox.ts';
import { ViewsPane } from './views-pane.tsx';
import '../../theme/mantine-parts.css';
import './inbox.css';

const hints: readonly ShortcutName[] = ['next', 'previous', 'open', 'select', 'claim', 'complete', 'comment', 'search', 'sheet'];

const KeyBar = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  return (
    <footer className="keys">
      <div className="hints grow">{hints.map((name) => <span className="hint" key={name}><Keys of={name} />{t(`shell:shortcuts.${name}`)}</span>)}</div>
      <Switch size="xs" checked={inbox.openNext} onChange={(event) => inbox.setOpenNext(event.currentTarget.checked)} label={t('inbox:openNext')} />
    </footer>
  );
};

const useTriageKeys = ({ neighbour, open, toggle, selectAll, search }: Inbox): void => {
  const move = (step: 1 | -1) => {
    const key = neighbour(step);
    if (key !== undefined) open(key, search.task !== undefined);
  };
  useShortcut('next', () => move(1));
  useShortcut('previous', () => move(-1));
  useShortcut('select', () => { if (search.task !== undefined) toggle(search.task); });
  useShortcut('selectAll', selectAll);
  useShortcut('open', () => {
    if (search.task === undefined) return move(1);
    document.querySelector<HTMLElement>('.dform input:not([readonly]), .dform textarea:not([readonly]), .verbs button')?.focus();
  });
};

const InboxScreen = () => {
  const { t } = useTranslation();
  const inbox = useInbox();
  useTriageKeys(inbox);
  const { task, box = 'todo' } = inbox.search;
  useEffect(() => {
    if (task === undefined) document.title = `${t(`inbox:boxes.${box}`)} · Acta`;
  }, [t, task, box]);
  return (
    <div className="inbox" data-open={task !== undefined}>
      <div className="panes">
        <ViewsPane inbox={inbox} />
        <ListPane inbox={inbox} />
        {task === undefined ? <section className="detail detail-none"><EmptyState title={inbox.tasks.length > 0 ? t('inbox:chooseTitle') : t('inbox:nothingOpen')} text={inbox.tasks.length > 0 ? t('inbox:chooseText') : undefined} /></section> : <TaskDetailPane key={task} taskKey={task} inbox={inbox} />}
      </div>
      <KeyBar inbox={inbox} />
    </div>
  );
};

export const route = createLazyRoute('/shell/inbox')({ component: InboxScreen });
