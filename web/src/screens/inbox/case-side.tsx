/** Where the case of a task is, and how it came there: a look at the diagram, and the last of its story. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InboxTask } from '../../api/inbox.ts';
import { liveStateOf } from '../../diagram/live-state.ts';
import { DiagramView } from '../cases/diagram-view.tsx';
import { elementNames } from '../cases/element-names.ts';
import { Loaded, useLanguage, WithNames } from '../cases/parts.tsx';
import { sourceQuery, statisticsQuery, stepsQuery, tasksQuery } from '../cases/queries.ts';
import { idsInValues, participants, takenWays } from '../cases/story.ts';
import { Timeline } from '../cases/story-view.tsx';

/** More is on the page of the case. */
const most = 8;

/** What a task does stands inside of a state. */
const stateOf = (elementId: string): string => elementId.split('/', 1)[0] ?? elementId;

export const CaseSide = ({ task }: { readonly task: InboxTask }) => {
  const { t } = useTranslation('cases');
  const language = useLanguage();
  const { processInstanceKey: key } = task;
  const source = useQuery(sourceQuery(task.processDefinitionKey));
  const statistics = useQuery(statisticsQuery(key));
  const steps = useQuery(stepsQuery(key));
  const tasks = useQuery(tasksQuery(key));
  const names = useMemo(() => (source.data === undefined ? undefined : elementNames(source.data, language)), [source.data, language]);
  const live = useMemo(() => liveStateOf(statistics.data ?? [], takenWays(steps.data?.steps ?? [])), [statistics.data, steps.data]);
  const people = useMemo(() => [...participants(steps.data?.steps ?? []), ...idsInValues(steps.data?.steps ?? [])], [steps.data]);
  const link = <Link to="/cases/$key" params={{ key }} className="link sm">{t('side.open')}</Link>;
  return (
    <WithNames ids={people}>
      <section className="side-part" aria-label={t('side.where')}>
        <h3 className="h3 row between">{t('side.where')}{link}</h3>
        <div className="side-diagram">{source.data !== undefined && <DiagramView source={source.data} live={live} focus={stateOf(task.elementId)} isSmall />}</div>
      </section>
      <section className="side-part" aria-label={t('side.story')}>
        <h3 className="h3">{t('side.story')}</h3>
        <Loaded query={steps} rows={4}>{({ steps: all }) => <Timeline steps={all} nameOf={(id) => names?.nameOf(id) || id} open={tasks.data?.filter(({ state }) => state === 'CREATED') ?? []} most={most} />}</Loaded>
      </section>
    </WithNames>
  );
};
