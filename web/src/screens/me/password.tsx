/** A new password for whoever signs in with one: the present one is asked for, and all other sessions end. */
import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { statusOf } from '../../api/problem.ts';
import { ProblemNotice } from '../../components/states.tsx';
import { changePassword } from './queries.ts';

const none = { current: '', password: '', again: '' };

export const PasswordForm = ({ username }: { readonly username: string }) => {
  const { t } = useTranslation('cases');
  const client = useQueryClient();
  const [typed, setTyped] = useState(none);
  const [isDifferent, setIsDifferent] = useState(false);
  const act = useMutation({
    mutationFn: () => changePassword(typed.current, typed.password),
    onSuccess: async () => {
      setTyped(none);
      await client.invalidateQueries({ queryKey: ['me', 'sessions'] });
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setIsDifferent(typed.password !== typed.again);
    if (typed.password === typed.again) act.mutate();
  };
  const isWrong = statusOf(act.error) === 401;
  const field = (name: keyof typeof none, more: { readonly label: string; readonly description?: string; readonly error?: string | false }) => (
    <PasswordInput {...more} name={name} required withAsterisk={false} autoComplete={name === 'current' ? 'current-password' : 'new-password'} value={typed[name]} visibilityToggleButtonProps={{ 'aria-label': t('me.showPassword') }}
      onChange={({ currentTarget }) => {
        setTyped((before) => ({ ...before, [name]: currentTarget.value }));
        setIsDifferent(false);
      }} />
  );
  return (
    <form className="add-form" aria-label={t('me.password')} onSubmit={submit}>
      {/* Password managers ask whose password it is. */}
      <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
      {field('current', { label: t('me.currentPassword'), error: isWrong && t('me.wrongPassword') })}
      {field('password', { label: t('me.newPassword'), description: t('me.passwordRule') })}
      {field('again', { label: t('me.again'), error: isDifferent && t('me.different') })}
      {isWrong ? null : <ProblemNotice error={act.error} />}
      <div className="dialog-verbs is-end"><span role="status" className="is-good">{act.isSuccess && typed === none ? t('me.passwordChanged') : ''}</span><Button type="submit" loading={act.isPending}>{t('me.change')}</Button></div>
    </form>
  );
};
