import { Modal } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconHandGrab, IconX } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { claimTasks, completeTasks, type Result } from '../../api/inbox.ts';
import { ProblemNotice } from '../../components/states.tsx';
import { useShortcut } from '../../shell/shortcuts.ts';
import { titleOf } from './task-row.tsx';
import type { Inbox } from './use-inbox.ts';

/** As many as one request may name. */
const most = 200;

type Verb = 'claim' | 'complete';

interface Outcome {
  readonly verb: Verb;
  readonly results: readonly (Result & { readonly title: string })[];
}

const Results = ({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) => {
  const { t } = useTranslation();
  const failed = outcome.results.filter(({ ok }) => !ok).length;
  return (
    <Modal opened onClose={onClose} title={t(`inbox:bulk.${outcome.verb}Title`)} size="lg" closeButtonProps={{ 'aria-label': t('shell:close') }}>
      <p className="sm t2" role="status">{t('inbox:bulk.summary', { done: outcome.results.length - failed, failed })}</p>
      <ul className="results">
        {outcome.results.toSorted((a, b) => Number(a.ok) - Number(b.ok)).map(({ key, ok, title, problem }) => (
          <li key={key} className="row top">
            {ok ? <IconCheck size={16} className="c-jade" aria-label={t('inbox:bulk.ok')} /> : <IconAlertTriangle size={16} className="c-carmine" aria-label={t('inbox:bulk.failed')} />}
            <span className="col"><span className="sm">{title}</span>{problem === undefined ? null : <span className="xs t2">{problem.detail}</span>}</span>
          </li>
        ))}
      </ul>
    </Modal>
  );
};

/** What is chosen, and what can be done with all of it; each task gets its own answer. */
export const BulkBar = ({ inbox }: { inbox: Inbox }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { selected, clear, tasks, search } = inbox;
  const [outcome, setOutcome] = useState<Outcome>();
  const [isConfirming, setIsConfirming] = useState(false);
  const act = useMutation({
    mutationFn: async (verb: Verb): Promise<Outcome> => {
      const titles = new Map(tasks.map((task) => [task.userTaskKey, titleOf(task)]));
      const keys = selected.slice(0, most);
      const { results } = await (verb === 'claim' ? claimTasks(keys) : completeTasks(keys));
      return { verb, results: results.map((result) => ({ ...result, title: titles.get(result.key) ?? result.key })) };
    },
    onSuccess: async (done) => {
      setOutcome(done);
      clear();
      await client.invalidateQueries({ queryKey: ['inbox'] });
    },
    onSettled: () => setIsConfirming(false),
  });
  useShortcut('escape', clear, { enabled: selected.length > 0 && outcome === undefined });
  if (outcome !== undefined) return <Results outcome={outcome} onClose={() => setOutcome(undefined)} />;
  if (selected.length === 0) return null;
  return (
    <div className="bulk-place">
      {act.error === null ? null : <ProblemNotice error={act.error} />}
      <div className="bulk" role="toolbar" aria-label={t('inbox:bulk.label')}>
        <span className="sm med grow" role="status">{selected.length > most ? t('inbox:bulk.most', { most }) : isConfirming ? t('inbox:bulk.confirm', { count: selected.length }) : t('inbox:bulk.selected', { count: selected.length })}</span>
        {search.box === 'claimable' ? <button type="button" className="bbtn" disabled={act.isPending} onClick={() => act.mutate('claim')}><IconHandGrab size={14} aria-hidden /> {t('inbox:claim')}</button> : null}
        {search.box === undefined || search.box === 'todo' ? (
          <button type="button" className="bbtn" disabled={act.isPending} onClick={() => (isConfirming ? act.mutate('complete') : setIsConfirming(true))}><IconCheck size={14} aria-hidden /> {isConfirming ? t('inbox:bulk.yes') : t('inbox:complete')}</button>
        ) : null}
        <button type="button" className="bbtn ic" aria-label={t('inbox:bulk.clear')} onClick={() => { clear(); setIsConfirming(false); }}><IconX size={16} aria-hidden /></button>
      </div>
    </div>
  );
};
