/** What the case knows, and how it came to know it. */
import { Button, TextInput } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Empty, useTellValue, useWho, When } from './parts.tsx';
import type { OperatorAct } from './reason-dialog.tsx';
import { change } from './request.ts';
import { variableHistories, type RecordedStep, type VariableHistory } from './story.ts';

interface DataViewProps {
  readonly steps: readonly RecordedStep[];
  readonly nameOf: (element: string) => string;
  readonly caseKey: string;
  readonly mayChange: boolean;
  readonly onOperate: (operation: OperatorAct) => void;
}

/** Numbers, true, false, null, lists and objects are what they look like; all else is text. */
export const readValue = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

export const DataView = ({ steps, nameOf, caseKey, mayChange, onOperate }: DataViewProps) => {
  const { t } = useTranslation('cases');
  const histories = useMemo(() => variableHistories(steps), [steps]);
  // Slots of forms that nobody filled are no data.
  const shown = histories.filter(({ element, changes }) => element === null || changes.some(({ value }) => value !== null));
  if (shown.length === 0) return <Empty title={t('data.empty')} />;
  return (
    <table className="data-table">
      <thead><tr><th scope="col">{t('data.name')}</th><th scope="col">{t('data.value')}</th><th scope="col">{t('data.changed')}</th><th scope="col">{t('data.by')}</th><th scope="col"><span className="visually-hidden">{t('data.history')}</span></th></tr></thead>
      <tbody>{shown.map((history) => <Rows key={`${history.element ?? ''} ${history.name}`} history={history} nameOf={nameOf} onChange={mayChange && history.element === null ? () => onOperate(changeOf(history, caseKey, t)) : undefined} />)}</tbody>
    </table>
  );
};

const changeOf = ({ name, changes: [last] }: VariableHistory, caseKey: string, t: TFunction<'cases'>): OperatorAct => {
  let text = typeof last?.value === 'string' ? last.value : JSON.stringify(last?.value ?? null);
  return {
    title: t('act.variable.title', { name }),
    effect: t('act.variable.effect'),
    verb: t('act.variable.verb'),
    fields: <TextInput label={name} defaultValue={text} onChange={({ currentTarget }) => (text = currentTarget.value)} />,
    act: () => change('PUT', `/v2/element-instances/${caseKey}/variables`, { variables: { [name]: typeof last?.value === 'string' ? text : readValue(text) } }),
  };
};

const Rows = ({ history, nameOf, onChange }: { readonly history: VariableHistory; readonly nameOf: (element: string) => string; readonly onChange: (() => void) | undefined }) => {
  const { t } = useTranslation('cases');
  const tellValue = useTellValue();
  const who = useWho();
  const [isOpen, setOpen] = useState(false);
  const [last, ...earlier] = history.changes;
  if (last === undefined) return null;
  const row = (one: typeof last, isFirst: boolean) => (
    <tr key={one.seq} className={isFirst ? '' : 'is-earlier'}>
      <th scope="row">{isFirst && <>{history.name}{history.element !== null && <span className="quiet"> · {nameOf(history.element)}</span>}</>}</th>
      <td className="data-value">{one.isErased ? <span className="quiet">{t('value.erased')}</span> : tellValue(one.value)}</td>
      <td className="num"><When at={one.at} /></td>
      <td>{one.who === null ? <span className="quiet">{t('people.engine')}</span> : who(one.who)}</td>
      <td className="data-verbs">
        {isFirst && earlier.length > 0 && <button type="button" className="link" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>{t('data.earlier', { count: earlier.length })}</button>}
        {isFirst && onChange !== undefined && <Button size="compact-xs" variant="default" onClick={onChange}>{t('data.change')}</Button>}
      </td>
    </tr>
  );
  return <>{row(last, true)}{isOpen && earlier.map((one) => row(one, false))}</>;
};
