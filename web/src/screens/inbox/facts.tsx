/** What the case knows, for a task without a form: names and plain values, long ones folded. */
import { useTranslation } from 'react-i18next';

const Value = ({ value }: { value: unknown }) => {
  const { t } = useTranslation();
  if (value === null || value === undefined || value === '') return <span className="t3">—</span>;
  if (typeof value === 'boolean') return t(value ? 'inbox:yes' : 'inbox:no');
  if (typeof value === 'number') return <span className="num">{value.toLocaleString()}</span>;
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return <span className="t2">{t('inbox:entries', { count: value.length })}</span>;
  return <span className="t2">{t('inbox:entries', { count: Object.keys(value).length })}</span>;
};

export const Facts = ({ variables }: { variables: readonly { readonly name: string; readonly value: unknown }[] }) => {
  const { t } = useTranslation();
  if (variables.length === 0) return <p className="sm t3">{t('inbox:noFacts')}</p>;
  return <dl className="kv">{variables.map(({ name, value }) => <div key={name} style={{ display: 'contents' }}><dt>{name}</dt><dd><Value value={value} /></dd></div>)}</dl>;
};
