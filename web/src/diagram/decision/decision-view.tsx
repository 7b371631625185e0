/** The decisions of a file, read-only: tables as HTML tables, so that they are read, selected, searched and printed. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { readDecisions, type DecisionTable, type ReadDecision, type TableColumn } from './read-decisions.ts';
import './decision.css';

export const DecisionView = ({ xml, only }: { readonly xml: string; readonly only?: string }) => {
  const decisions = useMemo(() => readDecisions(xml).filter(({ id }) => only === undefined || id === only), [xml, only]);
  return <div className="decisions">{decisions.map((decision) => <Decision key={decision.id} decision={decision} />)}</div>;
};

const Decision = ({ decision }: { readonly decision: ReadDecision }) => {
  const { t } = useTranslation('cases');
  const { name, question, needs, logic } = decision;
  return (
    <section className="decision">
      <header>
        <h3>{name}</h3>
        {question !== '' && <p>{question}</p>}
        {needs.length > 0 && <p className="decision-needs">{t('decision.needs', { names: needs.join(' · ') })}</p>}
      </header>
      {logic.kind === 'table' && <Table table={logic} name={name} />}
      {logic.kind === 'expression' && <pre className="decision-expression">{logic.text}</pre>}
      {logic.kind === 'other' && <p className="decision-needs">{t('decision.otherForm', { form: logic.form })}</p>}
      {logic.kind === 'none' && <p className="decision-needs">{t('decision.noLogic')}</p>}
    </section>
  );
};

const Table = ({ table, name }: { readonly table: DecisionTable; readonly name: string }) => {
  const { t } = useTranslation('cases');
  const hasNotes = table.rules.some(({ notes }) => notes.some((note) => note !== ''));
  return (
    <>
      <p className="decision-policy">{t(`decision.policy.${table.hitPolicy.replace(' ', '_')}`)}{table.aggregation !== null && ` · ${table.aggregation}`}</p>
      {/* A wide table scrolls by itself, also by key. */}
      <div className="decision-scroll" role="region" aria-label={name} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col" className="decision-row">#</th>
              {table.inputs.map((column, index) => <Head key={index} column={column} />)}
              {table.outputs.map((column, index) => <Head key={index} column={column} isOutput isFirst={index === 0} />)}
              {hasNotes && <th scope="col">{t('decision.note')}</th>}
            </tr>
          </thead>
          <tbody>
            {table.rules.map((rule, row) => (
              <tr key={rule.id}>
                <th scope="row" className="decision-row">{row + 1}</th>
                {rule.inputs.map((entry, index) => <td key={index} className={entry === '-' || entry === '' ? 'is-any' : ''}>{entry === '-' || entry === '' ? t('decision.any') : entry}</td>)}
                {rule.outputs.map((entry, index) => <td key={index} className={index === 0 ? 'is-output is-first' : 'is-output'}>{entry}</td>)}
                {hasNotes && <td className="is-note">{rule.notes.filter((note) => note !== '').join(' · ')}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
};

const Head = ({ column: { label, expression, allowed }, isOutput = false, isFirst = false }: { readonly column: TableColumn; readonly isOutput?: boolean; readonly isFirst?: boolean }) => (
  <th scope="col" className={`${isOutput ? 'is-output' : ''}${isFirst ? ' is-first' : ''}`}>
    {label}
    {expression !== '' && <code>{expression}</code>}
    {allowed !== '' && <span>{allowed}</span>}
  </th>
);
