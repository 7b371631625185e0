/** What holds the case up: the cause first, then what can be done about it. */
import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { readValue } from './data-view.tsx';
import { Empty, When } from './parts.tsx';
import type { OperatorAct } from './reason-dialog.tsx';
import { change, post } from './request.ts';
import type { Incident, Job, Variable } from './wire.ts';

interface IncidentsViewProps {
  readonly incidents: readonly Incident[];
  readonly jobs: readonly Job[];
  readonly variables: readonly Variable[];
  readonly nameOf: (element: string) => string;
  readonly mayAct: boolean;
  readonly onOperate: (operation: OperatorAct) => void;
}

export const IncidentsView = ({ incidents, jobs, variables, nameOf, mayAct, onOperate }: IncidentsViewProps) => {
  const { t } = useTranslation('cases');
  if (incidents.length === 0) return <Empty title={t('incident.none')} />;
  const retry = (incident: Incident, changed: Readonly<Record<string, unknown>>) => async (): Promise<void> => {
    if (Object.keys(changed).length > 0) await change('PUT', `/v2/element-instances/${incident.elementInstanceKey}/variables`, { variables: changed });
    await post(`/api/incidents/${incident.incidentKey}/resolution`, incident.jobKey === null ? {} : { retries: 1 });
  };
  const withChanges = (incident: Incident): OperatorAct => {
    const changed: Record<string, unknown> = {};
    const own = variables.filter(({ scopeKey, processInstanceKey }) => scopeKey === processInstanceKey).toSorted((a, b) => Number(incident.errorMessage.includes(b.name)) - Number(incident.errorMessage.includes(a.name)) || a.name.localeCompare(b.name));
    return {
      title: t('act.retryChanged.title', { element: nameOf(incident.elementId) }),
      effect: t('act.retryChanged.effect'),
      verb: t('act.retry.verb'),
      fields: <div className="dialog-fields">{own.map(({ name, value }) => <VariableField key={name} name={name} value={value} onChange={(next) => (changed[name] = next)} />)}</div>,
      act: () => retry(incident, changed)(),
    };
  };
  return (
    <ul className="incidents">
      {incidents.toSorted((a, b) => Number(a.state !== 'ACTIVE') - Number(b.state !== 'ACTIVE')).map((incident) => {
        const job = jobs.find(({ jobKey }) => jobKey === incident.jobKey);
        return (
          <li key={incident.incidentKey} className={incident.state === 'ACTIVE' ? 'incident' : 'incident is-resolved'}>
            <div>
              <h3>{t('incident.at', { element: nameOf(incident.elementId), what: t(`incident.type.${incident.errorType}`, { defaultValue: t('incident.type.UNKNOWN') }) })}</h3>
              <p className="incident-cause">{incident.errorMessage}</p>
              {job?.errorMessage && job.errorMessage !== incident.errorMessage && <p className="incident-cause is-second">{job.errorMessage}</p>}
              <p className="quiet">{incident.state === 'ACTIVE' ? t('incident.since') : t('incident.resolved')} <When at={incident.creationTime} />{job !== undefined && <> · {t('incident.job', { type: job.type })}</>}</p>
            </div>
            {mayAct && incident.state === 'ACTIVE' && (
              <div className="incident-verbs">
                <Button variant="default" onClick={() => onOperate(withChanges(incident))}>{t('act.retryChanged.verb')}</Button>
                <Button onClick={() => onOperate({ title: t('act.retry.title', { element: nameOf(incident.elementId) }), effect: t('act.retry.effect'), verb: t('act.retry.verb'), act: retry(incident, {}) })}>{t('act.retry.verb')}</Button>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
};

const VariableField = ({ name, value, onChange }: { readonly name: string; readonly value: string; readonly onChange: (value: unknown) => void }) => {
  const before = readValue(value);
  const isText = typeof before === 'string';
  return <TextInput size="sm" label={name} defaultValue={isText ? before : value} onChange={({ currentTarget }) => onChange(isText ? currentTarget.value : readValue(currentTarget.value))} />;
};
