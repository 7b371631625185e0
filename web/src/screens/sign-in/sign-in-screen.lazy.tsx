import { Button, PasswordInput, TextInput } from '@mantine/core';
import { IconChevronRight, IconShield } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { createLazyRoute, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { meQuery, signIn, signInAsSample, signInWaysQuery, type Me, type SamplePerson, type SignInWays } from '../../api/identity.ts';
import { Avatar } from '../../components/person.tsx';
import { LoadingState } from '../../components/states.tsx';
import { currentLanguage } from '../../i18n/language.ts';
import { Frame, Refusal, useEnter } from './frame.tsx';

const PasswordForm = ({ onSignedIn }: { onSignedIn: (me: Me) => void }) => {
  const { t } = useTranslation();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const act = useMutation({ mutationFn: () => signIn(username, password), onSuccess: onSignedIn });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form className="col" style={{ gap: '1rem' }} onSubmit={submit}>
      <TextInput label={t('sign-in:username')} size="md" autoComplete="username" required withAsterisk={false} value={username} onChange={(event) => setUsername(event.currentTarget.value)} />
      <PasswordInput label={t('sign-in:password')} size="md" autoComplete="current-password" required withAsterisk={false} value={password} onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('sign-in:showPassword') }} />
      <Refusal error={act.error} />
      <Button type="submit" size="md" loading={act.isPending}>{t('sign-in:signIn')}</Button>
    </form>
  );
};

const SamplePeople = ({ people, onSignedIn }: { people: readonly SamplePerson[]; onSignedIn: (me: Me) => void }) => {
  const { t } = useTranslation();
  const isEnglish = currentLanguage() === 'en';
  const act = useMutation({ mutationFn: signInAsSample, onSuccess: onSignedIn });
  return (
    <section className="col" style={{ gap: '0.75rem' }} aria-labelledby="sample-title">
      <h2 className="orline" id="sample-title">{t('sign-in:sampleTitle')}</h2>
      <Refusal error={act.error} />
      <ul className="card people">
        {people.map((person) => {
          const name = isEnglish ? person.nameEn : person.name;
          const position = isEnglish ? person.positionEn : person.position;
          return (
            <li key={person.username}>
              <button type="button" className="person" disabled={act.isPending} onClick={() => act.mutate(person.username)}>
                <Avatar name={name} size="lg" />
                <span className="col grow"><span><span className="sr">{t('sign-in:continueAs')} </span><b className="med">{name}</b> <span className="t3 sm">{position}</span></span><span className="xs t2">{isEnglish ? person.aboutEn : person.about}</span></span>
                <IconChevronRight size={16} stroke={1.5} aria-hidden />
              </button>
            </li>
          );
        })}
      </ul>
      <p className="xs t3">{t('sign-in:sampleNote')}</p>
    </section>
  );
};

const Ways = ({ ways, returnTo, onSignedIn }: { ways: SignInWays; returnTo: string; onSignedIn: (me: Me) => void }) => {
  const { t } = useTranslation();
  const { password, oidc, sample } = ways.methods;
  return (
    <>
      {password && sample.length === 0 ? <PasswordForm onSignedIn={onSignedIn} /> : null}
      {oidc === null ? null : (
        <Button component="a" variant="default" size="md" href={`/api/sign-in/oidc?returnTo=${encodeURIComponent(returnTo)}`} leftSection={<IconShield size={16} stroke={1.5} />}>
          {t('sign-in:oidc', { name: oidc.name })}
        </Button>
      )}
      {sample.length > 0 ? <SamplePeople people={sample} onSignedIn={onSignedIn} /> : null}
      {password && sample.length > 0 ? (
        <details><summary className="sm t2">{t('sign-in:withPassword')}</summary><div style={{ paddingTop: '1rem' }}><PasswordForm onSignedIn={onSignedIn} /></div></details>
      ) : null}
    </>
  );
};

const SignInScreen = () => {
  const { t } = useTranslation();
  const { returnTo = '/' } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const remember = useEnter();
  const { data: ways, error, isPending } = useQuery(signInWaysQuery);
  const enter = (me: Me) => {
    remember(me);
    void navigate({ href: returnTo });
  };
  const enterAnonymously = () => {
    sessionStorage.setItem('acta-anonymous', 'yes');
    client.removeQueries({ queryKey: meQuery.queryKey });
    void navigate({ href: returnTo });
  };
  return (
    <Frame title={t('sign-in:title')}>
      {isPending ? <LoadingState rows={4} /> : null}
      <Refusal error={error} />
      {ways === undefined ? null : <Ways ways={ways} returnTo={returnTo} onSignedIn={enter} />}
      {ways?.anonymous === 'owner' ? (
        <div className="col anonymous"><Button variant="subtle" color="gray" onClick={enterAnonymously}>{t('sign-in:anonymous')}</Button><p className="xs t3">{t('sign-in:anonymousNote')}</p></div>
      ) : null}
    </Frame>
  );
};

export const route = createLazyRoute('/sign-in')({ component: SignInScreen });
