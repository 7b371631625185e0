import { IconArrowLeft, IconInfoCircle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe, usePersonName } from '../../api/identity.ts';
import { claimTask, completeTask, deleteDraft, releaseTask, taskQuery, type TaskDetail } from '../../api/inbox.ts';
import { Due } from '../../components/due.tsx';
import { LazyTaskForm } from '../../components/lazy-form.ts';
import { Person } from '../../components/person.tsx';
import { ErrorState, LoadingState, ProblemNotice } from '../../components/states.tsx';
import { shortTime, When } from '../../components/when.tsx';
import { localizeForm, splitHeading } from '../../form/localize-form.ts';
import type { FormHandle } from '../../form/task-form.tsx';
import { lazyPart } from '../../components/lazy-part.ts';
import { currentLanguage, loadTexts } from '../../i18n/language.ts';
import { Comments } from './comments.tsx';
import { decisionOf, type Choice } from './decision.ts';
import { useDraft } from './draft.ts';
import { Facts } from './facts.tsx';
import { Strip } from './strip.tsx';
import { titleOf } from './task-row.tsx';
import { TaskVerbs } from './task-verbs.tsx';
import type { Inbox } from './use-inbox.ts';

/** After the task itself: it brings the diagrams and the texts of cases with it. */
const LazyCaseSide = lazyPart(async () => (await Promise.all([import('./case-side.tsx'), loadTexts('cases')]))[0], 'CaseSide');

const Head = ({ detail: { task }, onBack }: { detail: TaskDetail; onBack: () => void }) => {
  const { t } = useTranslation();
  return (
    <header className="dhead">
      <div className="row dmeta xs t3">
        <button type="button" className="iconbtn dback" onClick={onBack} aria-label={t('inbox:backToList')}><IconArrowLeft size={18} stroke={1.5} aria-hidden /></button>
        <span>{task.processName ?? task.processDefinitionId}</span><span aria-hidden>·</span><span>{t('start:version', { version: task.processDefinitionVersion })}</span>
        {task.businessId === null || task.businessId === '' ? null : <><span aria-hidden>·</span><span className="mono">{task.businessId}</span></>}
      </div>
      <h2 className="h2">{titleOf(task)}</h2>
      <div className="row wrap dbadges">
        {task.dueDate === null || task.state !== 'CREATED' ? null : <Due at={task.dueDate} isBadge />}
        {task.subject === null || task.name === null ? null : <span className="tag">{task.name}</span>}
        {task.priority > 50 ? <span className="badge ochre">{t('inbox:priority', { priority: task.priority })}</span> : null}
      </div>
      <Strip caseKey={task.processInstanceKey} here={task.userTaskKey} />
    </header>
  );
};

/** Somebody else has completed or taken it: who and when is told, and what was typed stays to be seen and copied. */
const OthersNotice = ({ detail }: { detail: TaskDetail }) => {
  const { t } = useTranslation();
  const me = useMe();
  const { completed, task, mayAct } = detail;
  const by = usePersonName(completed?.by ?? task.assignee);
  if (completed !== null)
    return <div className="note" role="status"><IconInfoCircle size={16} className="i" aria-hidden /><span>{completed.by === me.id ? t('inbox:youCompleted', { at: shortTime(completed.at) }) : t('inbox:completedBy', { name: by, at: shortTime(completed.at) })}</span></div>;
  if (task.state === 'CANCELED') return <div className="note ochre" role="status"><IconInfoCircle size={16} className="i" aria-hidden /><span>{t('inbox:canceled')}</span></div>;
  if (!mayAct && task.assignee !== null && task.assignee !== me.id)
    return <div className="note azurite" role="status"><IconInfoCircle size={16} className="i" aria-hidden /><span>{t('inbox:takenBy', { name: by })}</span></div>;
  return null;
};

const Side = ({ detail }: { detail: TaskDetail }) => {
  const { t } = useTranslation();
  const { task } = detail;
  return (
    <aside className="dside" aria-label={t('inbox:about')}>
      <dl className="kv">
        {task.initiator === null || task.initiator === '' ? null : <><dt>{t('inbox:startedBy')}</dt><dd><Person id={task.initiator} /></dd></>}
        <dt>{t('inbox:startedAt')}</dt><dd><When at={task.startedAt} /></dd>
        <dt>{t('inbox:waitsSince')}</dt><dd><When at={task.creationDate} /></dd>
        {task.assignee === null ? null : <><dt>{t('inbox:assignee')}</dt><dd><Person id={task.assignee} /></dd></>}
      </dl>
      <Suspense fallback={<LoadingState rows={4} />}><LazyCaseSide task={task} /></Suspense>
      <Comments detail={detail} />
    </aside>
  );
};

const useVerbs = (detail: TaskDetail, inbox: Inbox, discardDraft: () => void) => {
  const me = useMe();
  const client = useQueryClient();
  const { userTaskKey: key } = detail.task;
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: ['inbox'] }), client.invalidateQueries({ queryKey: ['task'] }), client.invalidateQueries({ queryKey: ['case'] })]);
  const complete = useMutation({
    mutationFn: (values: object) => completeTask(key, values),
    onSuccess: async () => {
      discardDraft();
      const next = inbox.openNext ? inbox.nextAfter(key) : key;
      inbox.open(next, true);
      await refresh();
    },
    onError: () => client.invalidateQueries({ queryKey: taskQuery(key).queryKey }),
  });
  const claim = useMutation({ mutationFn: () => claimTask(key, me.id), onSettled: refresh });
  const release = useMutation({ mutationFn: () => releaseTask(key), onSettled: refresh });
  return { complete, claim, release, isBusy: complete.isPending || claim.isPending || release.isPending, error: complete.error ?? claim.error ?? release.error };
};

const Draft = ({ savedAt, isFailed }: { savedAt: string | null; isFailed: boolean }) => {
  const { t } = useTranslation();
  if (isFailed) return <p className="xs c-ochre" role="status">{t('inbox:draftFailed')}</p>;
  return savedAt === null ? null : <p className="xs t3" role="status">{t('inbox:draftSaved', { at: shortTime(savedAt) })}</p>;
};

/** What I typed in a task that somebody else has completed: mine to throw away. */
const OldDraft = ({ detail: { completed, task }, savedAt }: { detail: TaskDetail; savedAt: string | null }) => {
  const { t } = useTranslation();
  const me = useMe();
  if (completed === null || savedAt === null || completed.by === me.id) return null;
  return <button type="button" className="link sm" onClick={() => void deleteDraft(task.userTaskKey)}>{t('inbox:discardDraft')}</button>;
};

const verbsOf = ({ completed, mayAct, mayClaim, task }: TaskDetail, me: string) => {
  const isOpen = completed === null && mayAct;
  return { mayAct: isOpen, mayClaim: completed === null && mayClaim && task.assignee === null, mayRelease: isOpen && task.assignee === me };
};

const Loaded = ({ detail, inbox }: { detail: TaskDetail; inbox: Inbox }) => {
  const me = useMe();
  const { task, form, variables } = detail;
  const handle = useRef<FormHandle>(null);
  const known = useMemo(() => Object.fromEntries(variables.map(({ name, value }) => [name, value])), [variables]);
  const [initial] = useState(() => ({ ...known, ...detail.draft?.values }));
  const draft = useDraft(task.userTaskKey, known, detail.draft?.updatedAt ?? null);
  const language = currentLanguage();
  const shown = useMemo(() => (form === null ? undefined : { schema: splitHeading(form.schema).rest, heading: splitHeading(localizeForm(form.schema, language)).heading, decision: decisionOf(localizeForm(form.schema, language)) }), [form, language]);
  const { complete, claim, release, isBusy, error } = useVerbs(detail, inbox, draft.discard);
  const verbs = verbsOf(detail, me.id);
  const isOpen = verbs.mayAct;
  const finish = () => {
    const values = form === null ? {} : handle.current?.submit();
    if (values !== null && values !== undefined) complete.mutate(values);
  };
  const decide = (choice: Choice) => {
    handle.current?.choose(shown?.decision?.field ?? '', choice.index);
    // The form takes the choice over, and shows the fields that depend on it, before it is checked.
    setTimeout(finish, 60);
  };
  return (
    <>
      <Head detail={detail} onBack={() => inbox.open(undefined)} />
      <div className="dbody scroll">
        <div className="dform">
          <OthersNotice detail={detail} />
          {shown?.heading === null || shown === undefined ? null : <h3 className="h3 dtitle">{shown.heading}</h3>}
          {shown === undefined ? <Facts variables={variables} /> : (
            <Suspense fallback={<LoadingState rows={6} />}><LazyTaskForm ref={handle} schema={shown.schema} values={initial} isReadOnly={!isOpen} decidedOutside={isOpen ? shown.decision?.field : undefined} onChange={draft.change} /></Suspense>
          )}
          <Draft savedAt={draft.savedAt} isFailed={draft.isFailed} />
          <OldDraft detail={detail} savedAt={draft.savedAt} />
          <ProblemNotice error={error} />
        </div>
        <Side detail={detail} />
      </div>
      <TaskVerbs decision={shown?.decision} {...verbs} isBusy={isBusy}
        onDecide={decide} onComplete={finish} onClaim={() => claim.mutate()} onRelease={() => release.mutate()} />
    </>
  );
};

export const TaskDetailPane = ({ taskKey, inbox }: { taskKey: string; inbox: Inbox }) => {
  const { t } = useTranslation();
  const { data, error, isPending } = useQuery(taskQuery(taskKey));
  useEffect(() => {
    if (data !== undefined) document.title = `${titleOf(data.task)} · ${t('shell:places.inbox')}`;
  }, [data, t]);
  return (
    <section className="detail" aria-label={t('inbox:task')}>
      {isPending ? <LoadingState rows={8} /> : data === undefined ? <ErrorState error={error} /> : <Loaded key={taskKey} detail={data} inbox={inbox} />}
    </section>
  );
};
