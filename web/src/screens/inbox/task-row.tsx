import { Checkbox } from '@mantine/core';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxTask } from '../../api/inbox.ts';
import { Due } from '../../components/due.tsx';
import { Person } from '../../components/person.tsx';
import { When } from '../../components/when.tsx';

interface TaskRowProps {
  readonly task: InboxTask;
  readonly isOpen: boolean;
  readonly isSelected: boolean;
  readonly isDone: boolean;
  readonly onOpen: (key: string) => void;
  readonly onToggle: (key: string) => void;
}

export const titleOf = ({ subject, name, elementId }: InboxTask): string => subject ?? name ?? elementId;

/** Title / step and procedure / person and due date. */
export const TaskRow = memo(({ task, isOpen, isSelected, isDone, onOpen, onToggle }: TaskRowProps) => {
  const { t } = useTranslation();
  const title = titleOf(task);
  const step = [task.subject === null ? null : task.name, task.processName ?? task.processDefinitionId, task.businessId === task.subject ? null : task.businessId].filter(Boolean).join(' · ');
  return (
    <div className={`lrow ${isOpen ? 'cur' : ''} ${isSelected ? 'sel' : ''}`}>
      <span className="lcheck"><Checkbox size="xs" checked={isSelected} onChange={() => onToggle(task.userTaskKey)} aria-label={t('inbox:select', { title })} /></span>
      <button type="button" className="lbody" onClick={() => onOpen(task.userTaskKey)} aria-current={isOpen ? 'true' : undefined}>
        <span className="med clip">{title}</span>
        <span className="xs t2 clip">{step}</span>
        <span className="row between xs t2">
          <span className="row row-1 clip">{task.initiator === null || task.initiator === '' ? null : <Person id={task.initiator} />}</span>
          {isDone ? (task.completionDate === null ? null : <span className="t3"><When at={task.completionDate} /></span>) : task.dueDate === null ? null : <Due at={task.dueDate} />}
        </span>
      </button>
    </div>
  );
});
TaskRow.displayName = 'TaskRow';
