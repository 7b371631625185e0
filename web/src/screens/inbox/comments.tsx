import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { addComment, taskQuery, type TaskDetail } from '../../api/inbox.ts';
import { Avatar } from '../../components/person.tsx';
import { usePersonName } from '../../api/identity.ts';
import { ProblemNotice } from '../../components/states.tsx';
import { When } from '../../components/when.tsx';
import { useShortcut } from '../../shell/shortcuts.ts';

const CommentItem = ({ by, at, text }: { by: string | null; at: string; text: string | null }) => {
  const { t } = useTranslation();
  const name = usePersonName(by);
  return (
    <li className="comment"><Avatar name={name} size="sm" /><div className="col grow"><span className="row between"><b className="sm med">{name}</b><span className="xs t3"><When at={at} /></span></span><p className="sm">{text ?? <span className="t3">{t('inbox:comments.erased')}</span>}</p></div></li>
  );
};

/** Comments stand on the record of the case. */
export const Comments = ({ detail }: { detail: TaskDetail }) => {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [text, setText] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  const { userTaskKey, processInstanceKey } = detail.task;
  useShortcut('comment', () => field.current?.focus());
  const add = useMutation({
    mutationFn: () => addComment(processInstanceKey, text.trim(), userTaskKey),
    onSuccess: async () => {
      setText('');
      await client.invalidateQueries({ queryKey: taskQuery(userTaskKey).queryKey });
    },
  });
  return (
    <section className="comments" aria-label={t('inbox:comments.title')}>
      <h3 className="h3">{t('inbox:comments.title')} <span className="count">{detail.comments.length}</span></h3>
      <ul>{detail.comments.map(({ key, by, at, text: said }) => <CommentItem key={key} by={by} at={at} text={said} />)}</ul>
      <Textarea ref={field} autosize minRows={2} maxRows={8} maxLength={10_000} value={text} onChange={(event) => setText(event.currentTarget.value)} aria-label={t('inbox:comments.write')} placeholder={t('inbox:comments.write')}
        onKeyDown={(event) => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '') { event.stopPropagation(); add.mutate(); } }} />
      <ProblemNotice error={add.error} />
      {text.trim() === '' ? null : <Button variant="default" size="xs" loading={add.isPending} onClick={() => add.mutate()}>{t('inbox:comments.add')}</Button>}
    </section>
  );
};
