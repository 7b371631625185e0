/** The way of the case so far in one line: what was done, by whom, and where it is. What may come is not guessed. */
import { IconCheck, IconX } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { userTask } from '../../../../contract/user-task.ts';
import { api } from '../../api/client.ts';
import { usePersonName } from '../../api/identity.ts';
import { useTranslation } from 'react-i18next';

type Step = z.infer<typeof userTask>;

const stepsQuery = (caseKey: string) =>
  queryOptions({
    queryKey: ['case', caseKey, 'user-tasks'],
    queryFn: async ({ signal }) =>
      (await api.post<{ items: Step[] }>('/v2/user-tasks/search', { filter: { processInstanceKey: caseKey }, sort: [{ field: 'creationDate', order: 'ASC' }, { field: 'userTaskKey', order: 'ASC' }], page: { limit: 50 } }, signal)).items,
  });

const shown = 7;

const StepMark = ({ step, isHere }: { step: Step; isHere: boolean }) => {
  const { t } = useTranslation();
  const who = usePersonName(step.assignee);
  const isOpen = step.state === 'CREATED' || step.state === 'ASSIGNING';
  const isVoid = step.state === 'CANCELED' || step.state === 'FAILED';
  return (
    <li className={`strip-step ${isHere ? 'now' : isOpen ? 'todo' : 'past'}`} aria-current={isHere ? 'step' : undefined}>
      <i aria-hidden>{isOpen ? null : isVoid ? <IconX className="i" /> : <IconCheck className="i" />}</i>
      <span className="clip strip-name">{step.name ?? step.elementId}</span>
      <small className="clip">{isHere && who === '' ? t('inbox:strip.here') : isVoid ? t('inbox:strip.void') : who}</small>
    </li>
  );
};

export const Strip = ({ caseKey, here }: { caseKey: string; here: string }) => {
  const { t } = useTranslation();
  const { data = [] } = useQuery(stepsQuery(caseKey));
  if (data.length < 2) return null;
  const visible = data.slice(-shown);
  return (
    <ol className="strip" aria-label={t('inbox:strip.label')}>
      {visible.map((step) => <StepMark key={step.userTaskKey} step={step} isHere={step.userTaskKey === here} />)}
    </ol>
  );
};
