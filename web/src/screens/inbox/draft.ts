/** What somebody has typed and not sent, kept on the server while he types. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { saveDraft } from '../../api/inbox.ts';

type Values = Readonly<Record<string, unknown>>;

/** Nothing, or what a form makes of fields that nobody has filled in. */
const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '' || (typeof value === 'object' && !Array.isArray(value) && Object.values(value).every(isEmpty));

/** Only what differs from the case: what others change meanwhile is not turned back by a draft. */
export const changedValues = (values: Values, known: Values): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([name, value]) => !isEmpty(value) && JSON.stringify(value) !== JSON.stringify(known[name])));

export interface Draft {
  readonly savedAt: string | null;
  readonly isFailed: boolean;
  change(values: Values): void;
  /** What is not saved yet will not be: the task is completed. */
  discard(): void;
}

const idleMs = 1_200;

export const useDraft = (task: string, known: Values, savedAt: string | null): Draft => {
  const [state, setState] = useState({ savedAt, isFailed: false });
  const waiting = useRef<Record<string, unknown> | null>(null);
  const isKept = useRef(savedAt !== null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const knownNow = useRef(known);
  knownNow.current = known;

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    const values = waiting.current;
    waiting.current = null;
    if (values === null) return;
    saveDraft(task, values).then(
      () => setState({ savedAt: new Date().toISOString(), isFailed: false }),
      () => setState((before) => ({ ...before, isFailed: true })),
    );
  }, [task]);

  useEffect(() => {
    const onHide = () => { if (document.hidden) flush(); };
    document.addEventListener('visibilitychange', onHide);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      flush();
    };
  }, [flush]);

  return {
    ...state,
    change: useCallback((values: Values) => {
      const changed = changedValues(values, knownNow.current);
      // A form says that it has changed when it has filled itself, too.
      if (!isKept.current && Object.keys(changed).length === 0) return;
      isKept.current = true;
      waiting.current = changed;
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, idleMs);
    }, [flush]),
    discard: useCallback(() => {
      clearTimeout(timer.current);
      waiting.current = null;
    }, []),
  };
};
