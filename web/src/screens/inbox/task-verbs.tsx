import { Button } from '@mantine/core';
import { IconArrowBackUp, IconCheck, IconHandGrab, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Keys } from '../../components/keys.tsx';
import { ariaKeysOf, useShortcut } from '../../shell/shortcuts.ts';
import type { Choice, Decision } from './decision.ts';

const icons = { approve: IconCheck, return: IconArrowBackUp, reject: IconX, other: IconCheck };

interface TaskVerbsProps {
  readonly decision: Decision | undefined;
  readonly mayAct: boolean;
  readonly mayClaim: boolean;
  readonly mayRelease: boolean;
  readonly isBusy: boolean;
  readonly onDecide: (choice: Choice) => void;
  readonly onComplete: () => void;
  readonly onClaim: () => void;
  readonly onRelease: () => void;
}

/** A rejection asks once more, in its own button. */
const ChoiceButton = ({ choice, isFirst, isBusy, onDecide }: { choice: Choice; isFirst: boolean; isBusy: boolean; onDecide: (choice: Choice) => void }) => {
  const { t } = useTranslation();
  const [isAsking, setIsAsking] = useState(false);
  const { kind } = choice;
  const act = () => {
    if (kind === 'reject' && !isAsking) return setIsAsking(true);
    setIsAsking(false);
    return onDecide(choice);
  };
  const name = kind === 'other' ? undefined : kind;
  useShortcut(name ?? 'approve', act, { enabled: name !== undefined && !isBusy });
  const Icon = icons[kind];
  return (
    <Button variant={isFirst ? 'filled' : 'default'} className={kind === 'reject' ? 'danger' : ''} onClick={act} onBlur={() => setIsAsking(false)} disabled={isBusy} leftSection={<Icon size={16} stroke={1.75} />}
      rightSection={name === undefined ? undefined : <Keys of={name} />} aria-keyshortcuts={name === undefined ? undefined : ariaKeysOf(name)}>
      {isAsking ? t('inbox:confirmReject', { label: choice.label }) : choice.label}
    </Button>
  );
};

export const TaskVerbs = ({ decision, mayAct, mayClaim, mayRelease, isBusy, ...on }: TaskVerbsProps) => {
  const { t } = useTranslation();
  useShortcut('claim', on.onClaim, { enabled: mayClaim && !isBusy });
  useShortcut('release', on.onRelease, { enabled: mayRelease && !isBusy });
  useShortcut('complete', on.onComplete, { enabled: mayAct && !isBusy });
  if (!mayAct && !mayClaim) return null;
  return (
    <div className="verbs" role="toolbar" aria-label={t('inbox:verbs')}>
      {mayClaim ? <Button variant={mayAct ? 'default' : 'filled'} className={mayAct ? 'after' : ''} onClick={on.onClaim} disabled={isBusy} leftSection={<IconHandGrab size={16} stroke={1.75} />} rightSection={<Keys of="claim" />} aria-keyshortcuts={ariaKeysOf('claim')}>{t('inbox:claim')}</Button> : null}
      {mayAct && decision !== undefined ? decision.choices.map((choice, index) => <ChoiceButton key={choice.value} choice={choice} isFirst={index === 0} isBusy={isBusy} onDecide={on.onDecide} />) : null}
      {mayAct && decision === undefined ? <Button onClick={on.onComplete} loading={isBusy} leftSection={<IconCheck size={16} stroke={1.75} />} rightSection={<Keys of="complete" />} aria-keyshortcuts={ariaKeysOf('complete')}>{t('inbox:complete')}</Button> : null}
      <span className="grow" />
      {mayRelease ? <Button variant="subtle" color="gray" onClick={on.onRelease} disabled={isBusy} rightSection={<Keys of="release" />} aria-keyshortcuts={ariaKeysOf('release')}>{t('inbox:release')}</Button> : null}
    </div>
  );
};
