/** The diagram of a definition, in whichever language it is written. bpmn-js is loaded only when it is needed. */
import { lazy, Suspense, useMemo } from 'react';
import type { CanvasFinding } from '../../diagram/bpmn/bpmn-canvas.tsx';
import type { LiveState } from '../../diagram/live-state.ts';
import { isStatechart } from './element-names.ts';
import { tellIsoDuration } from './format.ts';
import { Loading, useLanguage } from './parts.tsx';

const BpmnCanvas = lazy(async () => ({ default: (await import('../../diagram/bpmn/bpmn-canvas.tsx')).BpmnCanvas }));
const StatechartDiagram = lazy(async () => ({ default: (await import('../../diagram/statechart/statechart-diagram.tsx')).StatechartDiagram }));

interface DiagramViewProps {
  readonly source: string;
  readonly live?: LiveState | undefined;
  readonly findings?: readonly CanvasFinding[] | undefined;
  readonly selected?: string | null;
  readonly onSelect?: (element: string) => void;
  readonly focus?: string;
  readonly isSmall?: boolean;
}

export const DiagramView = ({ source, live, findings, selected, onSelect, focus, isSmall = false }: DiagramViewProps) => {
  const language = useLanguage();
  const tellDuration = useMemo(() => tellIsoDuration(language), [language]);
  const shared = { focus, isSmall, ...(live === undefined ? {} : { live }), ...(selected === undefined ? {} : { selected }), ...(onSelect === undefined ? {} : { onSelect }) };
  return (
    <Suspense fallback={<Loading rows={3} />}>
      {isStatechart(source)
        ? <StatechartDiagram source={source} language={language} tellDuration={tellDuration} {...shared} />
        : <BpmnCanvas xml={source} {...shared} {...(findings === undefined ? {} : { findings })} />}
    </Suspense>
  );
};
