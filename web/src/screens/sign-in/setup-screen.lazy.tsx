/** The first administrator, by the link that the server printed: its secret stands behind the `#`, which browsers send to nobody. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { createLazyRoute, useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { setUp } from '../../api/identity.ts';
import { Frame, Refusal, useEnter } from './frame.tsx';

const SetupScreen = () => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remember = useEnter();
  const [secret] = useState(() => window.location.hash.slice(1));
  const [username, setUsername] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const act = useMutation({
    mutationFn: () => setUp({ secret, username, name: name === '' ? username : name, password }),
    onSuccess: (me) => {
      remember(me);
      void navigate({ to: '/', replace: true });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <Frame title={t('sign-in:setupTitle')}>
      <p className="sm t2">{t('sign-in:setupText')}</p>
      <form className="col" style={{ gap: '1rem' }} onSubmit={submit}>
        <TextInput label={t('sign-in:username')} description={t('sign-in:usernameNote')} size="md" autoComplete="username" required withAsterisk={false} value={username} onChange={(event) => setUsername(event.currentTarget.value)} />
        <TextInput label={t('sign-in:name')} size="md" autoComplete="name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <PasswordInput label={t('sign-in:password')} description={t('sign-in:passwordNote')} size="md" autoComplete="new-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': t('sign-in:showPassword') }} />
        <Refusal error={act.error} />
        <Button type="submit" size="md" loading={act.isPending}>{t('sign-in:setUp')}</Button>
      </form>
    </Frame>
  );
};

export const route = createLazyRoute('/setup')({ component: SetupScreen });
