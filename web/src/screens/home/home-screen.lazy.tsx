import { IconChevronRight, IconFilePlus } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { createLazyRoute, Link } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/identity.ts';
import { countsQuery, tasksQuery, type Counts, type InboxTask } from '../../api/inbox.ts';
import { startableQuery } from '../../api/start.ts';
import { Due } from '../../components/due.tsx';
import { Person } from '../../components/person.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../components/states.tsx';
import { longDate } from '../../components/when.tsx';
import { usePlaces } from '../../shell/places.ts';
import '../../theme/mantine-parts.css';
import './home.css';

const Greeting = ({ counts }: { counts: Counts | undefined }) => {
  const { t } = useTranslation();
  const me = useMe();
  const hour = new Date().getHours();
  const time = hour < 12 ? 'morning' : hour < 18 ? 'afternoon' : 'evening';
  const summary = counts === undefined ? '' : counts.todo === 0 ? t('home:nothing') : counts.overdue > 0 ? t('home:waitingLate', { count: counts.todo, late: counts.overdue }) : t('home:waiting', { count: counts.todo });
  return (
    <header className="row base between wrap">
      <div className="col"><h1 className="h1">{me.kind === 'anonymous' ? t('home:welcome') : t(`home:${time}`, { name: me.name })}</h1><p className="lead greeting-summary">{summary}</p></div>
      <p className="t2 sm">{longDate(new Date())}</p>
    </header>
  );
};

const Figures = ({ counts }: { counts: Counts }) => {
  const { t } = useTranslation();
  const figures = [
    { name: 'overdue', value: counts.overdue, search: { due: 'overdue' } },
    { name: 'mine', value: counts.todo, search: {} },
    { name: 'claimable', value: counts.claimable, search: { box: 'claimable' } },
    { name: 'done', value: counts.done, search: { box: 'done' } },
  ] as const;
  return (
    <div className="card stats">
      {figures.map(({ name, value, search }) => (
        <Link key={name} to="/inbox" search={search} className="stat">
          <span className={`stat-n serif num ${name === 'overdue' && value > 0 ? 'c-carmine' : ''}`}>{value}</span><span className="sm">{t(`home:${name}`)}</span>
        </Link>
      ))}
    </div>
  );
};

const TaskLine = ({ task, isNext }: { task: InboxTask; isNext: boolean }) => (
  <li>
    <Link to="/inbox" search={{ task: task.userTaskKey }} className={`task ${isNext ? 'next' : ''}`}>
      <span className="task-due">{task.dueDate === null ? <span className="t3">—</span> : <Due at={task.dueDate} />}</span>
      <span className="col grow"><span className="med clip">{task.subject ?? task.name ?? task.elementId}</span><span className="xs t3 clip">{[task.name, task.processName ?? task.processDefinitionId].filter(Boolean).join(' · ')}</span></span>
      <span className="who xs t2">{task.initiator === null ? null : <Person id={task.initiator} />}</span>
      <IconChevronRight size={16} stroke={1.5} aria-hidden />
    </Link>
  </li>
);

const NextTasks = () => {
  const { t } = useTranslation();
  const { data, error, isPending } = useInfiniteQuery(tasksQuery({ box: 'todo', filter: {}, sort: 'dueDate' }));
  const tasks = useMemo(() => (data?.pages[0]?.items ?? []).slice(0, 5), [data]);
  const total = data?.pages[0]?.page.totalItems ?? 0;
  return (
    <section aria-labelledby="next-title">
      <div className="sec"><h2 className="h3" id="next-title">{t('home:next')}</h2><span className="grow" />{total > 0 ? <Link to="/inbox" className="link sm">{t('home:all')} <span className="num">{total}</span></Link> : null}</div>
      <div className="card">
        {isPending ? <LoadingState rows={4} /> : error !== null ? <ErrorState error={error} /> : tasks.length === 0 ? (
          <EmptyState title={t('home:emptyTitle')} text={t('home:emptyText')} action={<Link to="/inbox" search={{ box: 'claimable' }} className="btn">{t('home:look')}</Link>} />
        ) : <ul>{tasks.map((task, index) => <TaskLine key={task.userTaskKey} task={task} isNext={index === 0} />)}</ul>}
      </div>
    </section>
  );
};

const StartTiles = () => {
  const { t } = useTranslation();
  const { data = [], error, isPending } = useQuery(startableQuery);
  return (
    <section aria-labelledby="start-title" className="tiles-section">
      <div className="sec"><h2 className="h3" id="start-title">{t('home:startTitle')}</h2><span className="grow" />{data.length > 4 ? <Link to="/start" className="link sm">{t('home:allStartable', { count: data.length })}</Link> : null}</div>
      {isPending ? <LoadingState rows={1} height="6rem" /> : error !== null ? <ErrorState error={error} /> : data.length === 0 ? <p className="t3 sm">{t('home:nothingToStart')}</p> : (
        <ul className="tiles">
          {data.slice(0, 4).map(({ processDefinitionId, name }) => (
            <li key={processDefinitionId}><Link to="/start" search={{ definition: processDefinitionId }} className="tile"><IconFilePlus size={18} stroke={1.5} aria-hidden /><span className="sm med">{name}</span></Link></li>
          ))}
        </ul>
      )}
    </section>
  );
};

const HomeScreen = () => {
  const { t } = useTranslation();
  const { data: counts } = useQuery(countsQuery);
  const mayStart = usePlaces().some(({ name }) => name === 'start');
  useEffect(() => {
    document.title = `${t('home:title')} · Acta`;
  }, [t]);
  return (
    <div className="page">
      <Greeting counts={counts} />
      {counts === undefined ? null : <Figures counts={counts} />}
      <NextTasks />
      {mayStart ? <StartTiles /> : null}
    </div>
  );
};

export const route = createLazyRoute('/shell/')({ component: HomeScreen });
