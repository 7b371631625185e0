/** Who has work in the case, and what machines and clocks do in it. */
import { Button, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Candidates } from '../../components/person.tsx';
import { Empty, Person, When } from './parts.tsx';
import type { OperatorAct } from './reason-dialog.tsx';
import { change } from './request.ts';
import type { Job, Timer, UserTask } from './wire.ts';

export const PeopleView = ({ tasks, nameOf }: { readonly tasks: readonly UserTask[]; readonly nameOf: (element: string) => string }) => {
  const { t } = useTranslation('cases');
  if (tasks.length === 0) return <Empty title={t('people.none')} />;
  return (
    <table className="data-table">
      <thead><tr><th scope="col">{t('people.task')}</th><th scope="col">{t('people.state')}</th><th scope="col">{t('people.who')}</th><th scope="col">{t('people.since')}</th><th scope="col">{t('people.due')}</th></tr></thead>
      <tbody>
        {tasks.map(({ userTaskKey, name, elementId, state, assignee, candidateUsers, candidateGroups, creationDate, completionDate, dueDate }) => (
          <tr key={userTaskKey}>
            <th scope="row">{nameOf(elementId) || name}</th>
            <td>{t(`people.taskState.${state}`, { defaultValue: t('people.taskState.CREATED') })}</td>
            <td>{assignee !== null ? <Person id={assignee} /> : <span className="quiet">{candidateUsers.length + candidateGroups.length === 0 ? t('cases.anyone') : <Candidates users={candidateUsers} groups={candidateGroups} />}</span>}</td>
            <td className="num"><When at={completionDate ?? creationDate} /></td>
            <td className="num">{dueDate === null ? <span className="quiet">—</span> : <When at={dueDate} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

interface WorkViewProps {
  readonly jobs: readonly Job[];
  readonly timers: readonly Timer[];
  readonly nameOf: (element: string) => string;
  readonly mayAct: boolean;
  readonly onOperate: (operation: OperatorAct) => void;
}

export const WorkView = ({ jobs, timers, nameOf, mayAct, onOperate }: WorkViewProps) => {
  const { t } = useTranslation('cases');
  if (jobs.length + timers.length === 0) return <Empty title={t('work.none')} />;
  const retries = (job: Job): OperatorAct => {
    let count = Math.max(1, job.retries);
    return {
      title: t('act.retries.title', { job: nameOf(job.elementId ?? job.type) }),
      effect: t('act.retries.effect'),
      verb: t('act.retries.verb'),
      fields: <NumberInput label={t('work.retries')} min={1} max={100} defaultValue={count} onChange={(value) => (count = Number(value))} />,
      act: () => change('PATCH', `/v2/jobs/${job.jobKey}`, { changeset: { retries: count } }),
    };
  };
  const isOpen = ({ state }: Job): boolean => state === 'CREATED' || state === 'FAILED' || state === 'RETRIES_UPDATED' || state === 'TIMED_OUT';
  return (
    <>
      {timers.length > 0 && (
        <table className="data-table timers">
          <thead><tr><th scope="col">{t('work.timer')}</th><th scope="col">{t('work.due')}</th></tr></thead>
          <tbody>{timers.toSorted((a, b) => a.dueDate.localeCompare(b.dueDate)).map(({ timerKey, elementId, dueDate }) => <tr key={timerKey}><th scope="row">{nameOf(elementId)}</th><td className="num"><When at={dueDate} /></td></tr>)}</tbody>
        </table>
      )}
      {jobs.length > 0 && (
        <table className="data-table">
          <thead><tr><th scope="col">{t('work.job')}</th><th scope="col">{t('people.state')}</th><th scope="col">{t('work.worker')}</th><th scope="col" className="is-number">{t('work.retries')}</th><th scope="col">{t('work.message')}</th><th /></tr></thead>
          <tbody>
            {jobs.map((job) => (
              <tr key={job.jobKey}>
                <th scope="row">{nameOf(job.elementId ?? job.type)} <span className="quiet mono">{job.type}</span></th>
                <td>{t(`work.state.${job.state}`)}</td>
                <td>{job.worker === '' ? <span className="quiet">—</span> : job.worker}</td>
                <td className="is-number num">{job.retries}</td>
                <td>{job.errorMessage ?? <span className="quiet">—</span>}</td>
                <td className="data-verbs">{mayAct && isOpen(job) && <Button size="compact-xs" variant="default" onClick={() => onOperate(retries(job))}>{t('act.retries.verb')}</Button>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
};
