/** Files are dropped or chosen, deployed together, and what was found in them is shown in the list and on their diagrams. */
import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type DragEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ApiError } from '../../api/problem.ts';
import { DiagramView } from '../cases/diagram-view.tsx';
import { errorsOf, findingsOfFile, warningsOf, type Finding } from './findings.ts';

interface Deployed {
  readonly deployments: readonly unknown[];
  readonly unchanged?: readonly string[];
  readonly warnings?: Parameters<typeof warningsOf>[0];
}

interface DroppedFile {
  readonly name: string;
  readonly text: string;
}

interface Outcome {
  readonly files: readonly DroppedFile[];
  readonly isDone: boolean;
  readonly unchanged: readonly string[];
  readonly findings: readonly Finding[];
}

const deploy = async (chosen: readonly File[]): Promise<Outcome> => {
  const files = await Promise.all(chosen.map(async (file) => ({ name: file.name, text: await file.text() })));
  const form = new FormData();
  for (const file of chosen) form.append('resources', file, file.name);
  try {
    const { unchanged = [], warnings } = await api.post<Deployed>('/v2/deployments', form);
    return { files, isDone: true, unchanged, findings: warningsOf(warnings) };
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500 || error.isOffline) throw error;
    return { files, isDone: false, unchanged: [], findings: errorsOf(error.problem, error.message) };
  }
};

export const Deploy = () => {
  const { t } = useTranslation('cases');
  const client = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const mutation = useMutation({ mutationFn: deploy, onSuccess: () => client.invalidateQueries({ queryKey: ['definitions'] }) });
  const take = (list: FileList | null): void => {
    if (list !== null && list.length > 0) mutation.mutate([...list]);
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <section className={isOver ? 'deploy is-over' : 'deploy'} aria-label={t('deploy.drop')} onDragOver={(event) => {
      event.preventDefault();
      setOver(true);
    }} onDragLeave={() => setOver(false)} onDrop={onDrop}>
      <div className="deploy-drop">
        <p><strong>{t('deploy.drop')}</strong> <span className="quiet">{t('deploy.help')}</span></p>
        <Button variant="default" loading={mutation.isPending} onClick={() => input.current?.click()}>{mutation.isPending ? t('deploy.busy') : t('deploy.choose')}</Button>
        <input ref={input} type="file" multiple hidden accept=".bpmn,.dmn,.form,.json,.xml" onChange={({ currentTarget }) => {
          take(currentTarget.files);
          currentTarget.value = '';
        }} />
      </div>
      <div aria-live="polite">
        {mutation.error !== null && <p className="field-error">{mutation.error.message}</p>}
        {mutation.data !== undefined && <OutcomeView outcome={mutation.data} onClose={() => mutation.reset()} />}
      </div>
    </section>
  );
};

const OutcomeView = ({ outcome: { files, isDone, unchanged, findings }, onClose }: { readonly outcome: Outcome; readonly onClose: () => void }) => {
  const { t } = useTranslation('cases');
  const drawn = files.find(({ name, text }) => (/\.bpmn$|\.xml$/.test(name) || text.includes('BPMN/20100524/MODEL')) && findingsOfFile(findings, name).length > 0);
  const [selected, setSelected] = useState<string | null>(null);
  return (
    <div className="deploy-outcome">
      <p className={isDone ? 'is-good' : 'field-error'}>{isDone ? t('deploy.done', { count: files.length - unchanged.length }) : t('deploy.failed')}{unchanged.length > 0 && <span className="quiet"> {t('deploy.unchanged', { names: unchanged.join(', ') })}</span>}<button type="button" className="link" onClick={onClose}>{t('deploy.close')}</button></p>
      {drawn !== undefined && <div className="deploy-canvas"><DiagramView source={drawn.text} findings={findingsOfFile(findings, drawn.name)} selected={selected} onSelect={setSelected} /></div>}
      {findings.length > 0 && (
        <>
          <h2>{t('deploy.findings')} <span className="count">{findings.length}</span></h2>
          <ul className="findings">
            {findings.map(({ severity, resourceName, element, line, message }) => (
              <li key={`${resourceName} ${element} ${line} ${message}`} className={`finding is-${severity}`} aria-current={element !== null && element === selected ? true : undefined}>
                <span className="finding-mark" aria-hidden="true">{severity === 'error' ? '×' : '!'}</span>
                <button type="button" disabled={element === null} onClick={() => setSelected(element)}>{message}</button>
                <span className="quiet mono">{[resourceName, line === null ? '' : t('deploy.line', { line })].filter(Boolean).join(' · ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
};
