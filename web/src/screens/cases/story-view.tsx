/** The story of a case in sentences, the newest first; what waits now stands on top. */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGroupName, usePersonName } from '../../api/identity.ts';
import { tellFullTime, tellTime } from './format.ts';
import { useLanguage, useNameOf, useTellValue, useWho, When } from './parts.tsx';
import { storyOf, type RecordedStep, type StoryItem, type StoryKind } from './story.ts';
import type { CaseSummary, UserTask } from './wire.ts';

interface StoryViewProps {
  readonly steps: readonly RecordedStep[];
  readonly isWhole: boolean;
  readonly element: string | undefined;
  readonly nameOf: (element: string) => string;
  readonly one: CaseSummary;
  readonly open: readonly UserTask[];
}

const kinds = ['person', 'machine', 'decision', 'data', 'trouble'] as const;

export const StoryView = ({ steps, isWhole, element, nameOf, one, open }: StoryViewProps) => {
  const { t } = useTranslation('cases');
  const [hidden, setHidden] = useState<ReadonlySet<StoryKind>>(new Set());
  const items = useMemo(() => storyOf(steps).toReversed(), [steps]);
  const isOf = ({ sentence }: StoryItem): boolean => element === undefined || sentence.element === element || sentence.fields['element'] === element;
  const shown = items.filter((item) => !hidden.has(item.kind) && isOf(item));
  const toggle = (kind: StoryKind): void => setHidden((now) => (now.has(kind) ? new Set([...now].filter((other) => other !== kind)) : new Set([...now, kind])));
  return (
    <>
      <div className="story-filters" role="group" aria-label={t('story.show')}>
        {kinds.map((kind) => <button key={kind} type="button" aria-pressed={!hidden.has(kind)} onClick={() => toggle(kind)}>{t(`story.kind.${kind}`)}</button>)}
      </div>
      <ol className="story">
        {one.state === 'ACTIVE' && element === undefined && open.map((task) => <Waiting key={task.userTaskKey} task={task} name={nameOf(task.elementId)} />)}
        {shown.map((item) => <StoryRow key={item.id} item={item} nameOf={nameOf} />)}
      </ol>
      {!isWhole && <p className="quiet">{t('story.tooLong')}</p>}
    </>
  );
};

interface TimelineProps {
  readonly steps: readonly RecordedStep[];
  readonly nameOf: (element: string) => string;
  readonly open: readonly UserTask[];
  /** The newest so many are told. */
  readonly most: number;
}

/** The story where there is little room: what waits, and what happened last. */
export const Timeline = ({ steps, nameOf, open, most }: TimelineProps) => {
  const { t } = useTranslation('cases');
  const items = useMemo(() => storyOf(steps).filter(isForeground).toReversed(), [steps]);
  if (items.length + open.length === 0) return <p className="quiet">{t('story.none')}</p>;
  return (
    <ol className="story is-narrow">
      {open.map((task) => <Waiting key={task.userTaskKey} task={task} name={nameOf(task.elementId)} />)}
      {items.slice(0, most).map((item) => <StoryRow key={item.id} item={item} nameOf={nameOf} isShort />)}
    </ol>
  );
};

/** What follows from what stands beside it. */
const background: ReadonlySet<string> = new Set(['UserTaskCreated', 'TimerScheduled', 'UserTaskCanceled']);
/** Decisions that give several values at once are read on the page of the case. */
const isForeground = ({ sentence: { type, fields } }: StoryItem): boolean => !background.has(type) && !(type === 'DecisionEvaluated' && typeof fields['output'] === 'object');

const Waiting = ({ task, name }: { readonly task: UserTask; readonly name: string }) => {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  const [group] = task.candidateGroups;
  const person = task.assignee ?? task.candidateUsers[0];
  const personName = usePersonName(person);
  const groupName = useGroupName(group);
  const due = task.dueDate === null ? '' : t('story.dueAt', { at: tellTime(task.dueDate, language) });
  return (
    <li className="story-item is-now">
      <span className="story-node" aria-hidden="true" />
      <span className="story-text">{person === undefined && group === undefined ? t('story.waitsForAnyone', { task: name }) : t('story.waitsFor', { task: name, who: person === undefined ? groupName : personName })}{due !== '' && <span className="quiet"> {due}</span>}</span>
      <span className="story-time"><When at={task.creationDate} /></span>
    </li>
  );
};

const StoryRow = ({ item, nameOf, isShort = false }: { readonly item: StoryItem; readonly nameOf: (element: string) => string; readonly isShort?: boolean }) => {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  const tellValue = useTellValue();
  const sentence = useSentence(nameOf)(item);
  const [isOpen, setOpen] = useState(false);
  const { values, who, kind, sentence: { type }, at, seq } = item;
  const few = isOpen ? values : values.slice(0, 4);
  return (
    <li className={`story-item is-${kind}${type === 'CaseCompleted' ? ' is-end' : ''}`}>
      <span className="story-node" aria-hidden="true" />
      <div className="story-text">
        {sentence}
        {!isShort && who !== null && !who.isProven && <span className="tag is-quiet" title={t('story.unprovenHelp')}>{t('story.unproven')}</span>}
        {type === 'AddComment' && typeof item.sentence.fields['text'] === 'string' && <q className="story-quote">{item.sentence.fields['text']}</q>}
        {!isShort && values.length > 0 && (
          <ul className="story-values">
            {few.map(({ name, value, isErased }) => <li key={name}><span>{name}</span> {isErased ? t('value.erased') : tellValue(value)}</li>)}
            {values.length > 4 && <li><button type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{isOpen ? t('story.fewer') : t('story.more', { count: values.length - 4 })}</button></li>}
          </ul>
        )}
      </div>
      <span className="story-seq mono" title={t('story.step', { seq })}>#{seq}</span>
      <time className="story-time" dateTime={at} title={tellFullTime(at, language)}>{tellTime(at, language)}</time>
    </li>
  );
};

const actions: ReadonlySet<string> = new Set(['approve', 'reject', 'return']);

/** One sentence for each kind of thing that happens; what has none is told by its kind of command. */
const useSentence = (nameOf: (element: string) => string) => {
  const { t, i18n } = useTranslation('cases');
  const tellValue = useTellValue();
  const whoName = useWho();
  const personName = useNameOf();
  return ({ sentence: { type, about, element, fields }, who }: StoryItem): string => {
    const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
    const action = text('action');
    const values = {
      who: who === null ? '' : whoName(who),
      about: (element === null ? about : nameOf(element)) ?? '',
      element: nameOf(text('element') || text('target')),
      message: text('message') || text('errorMessage') || text('because'),
      assignee: personName(text('assignee')),
      event: nameOf(text('event')),
      decision: nameOf(text('element')),
      output: type === 'DecisionEvaluated' ? tellValue(fields['output']) : '',
      due: typeof fields['due'] === 'number' ? tellTime(new Date(fields['due']).toISOString(), i18n.language) : '',
    };
    const key = type === 'AssignUserTask' && who?.id === text('assignee') ? 'story.told.AssignUserTask_self' : type === 'CompleteUserTask' && actions.has(action) ? `story.told.CompleteUserTask_${action}` : who === null && i18n.exists(`story.told.${type}_itself`, { ns: 'cases' }) ? `story.told.${type}_itself` : `story.told.${type}`;
    return i18n.exists(key, { ns: 'cases' }) ? t(key, values) : t('story.told.other', values);
  };
};
