/** Asks for the reason of an operator's act: it stands on the record, before the act. */
import { Button, Textarea } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { post } from './request.ts';

export interface OperatorAct {
  readonly title: string;
  /** What it does, in words. */
  readonly effect: string;
  readonly verb: string;
  readonly isDangerous?: boolean;
  readonly fields?: ReactNode;
  readonly act: () => Promise<unknown>;
}

interface ReasonDialogProps {
  readonly caseKey: string;
  readonly operation: OperatorAct;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

export const ReasonDialog = ({ caseKey, operation, onClose, onDone }: ReasonDialogProps) => {
  const { t } = useTranslation('cases');
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    if (dialog.current?.open === false) dialog.current.showModal();
  }, []);
  const run = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    try {
      await post(`/api/cases/${caseKey}/comments`, { text: `${operation.title}: ${reason.trim()}` });
      await operation.act();
      onDone();
      onClose();
    } catch (caught) {
      setError((caught as Error).message);
    } finally {
      setBusy(false);
    }
  };
  return (
    <dialog className="reason-dialog" ref={dialog} onClose={onClose} aria-labelledby="reason-title">
      <form onSubmit={(event) => {
        event.preventDefault();
        void run();
      }}>
        <h2 id="reason-title">{operation.title}</h2>
        <p>{operation.effect}</p>
        {operation.fields}
        <Textarea label={t('act.reason')} description={t('act.reasonHelp')} required autosize minRows={2} value={reason} onChange={({ currentTarget }) => setReason(currentTarget.value)} />
        {error !== null && <p className="field-error" role="alert">{t('act.notDone', { why: error })}</p>}
        <div className="dialog-verbs">
          <Button variant="default" onClick={onClose}>{t('act.back')}</Button>
          <Button type="submit" disabled={reason.trim() === ''} loading={isBusy} {...(operation.isDangerous ? { color: 'carmine', variant: 'default', className: 'is-danger' } : {})}>{operation.verb}</Button>
        </div>
      </form>
    </dialog>
  );
};
