/**
 * A BPMN diagram: bpmn-js's viewer, which only this file knows. States are markers and overlays; colours are tokens, so
 * that themes switch live. The mark of bpmn.io stays visible at the bottom right, as its licence asks.
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { moodOf, visitsOf, type LiveState } from '../live-state.ts';
import { ZoomControls } from '../zoom-controls.tsx';
import { withLayout } from './with-layout.ts';
import { touch } from './touch.ts';
import '../diagram.css';

export interface CanvasFinding {
  readonly element: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

interface BpmnCanvasProps {
  readonly xml: string;
  /** Absent: the model, in ink throughout. */
  readonly live?: LiveState;
  readonly findings?: readonly CanvasFinding[];
  readonly selected?: string | null;
  readonly onSelect?: (element: string) => void;
}

interface Canvas {
  zoom: (scale?: number | 'fit-viewport', centre?: 'auto' | { x: number; y: number }) => number;
  addMarker: (element: string, marker: string) => void;
  removeMarker: (element: string, marker: string) => void;
  resized: () => void;
  scroll: (by: { dx: number; dy: number }) => void;
}

interface Overlays {
  add: (element: string, type: string, overlay: { position: object; html: HTMLElement; scale?: boolean | { min?: number; max?: number } }) => string;
  remove: (filter: { type: string }) => void;
}

interface Registry {
  get: (id: string) => { readonly type: string } | undefined;
  forEach: (visit: (element: { readonly id: string; readonly type: string; readonly labelTarget?: object }) => void) => void;
}

interface EventBus {
  on: (event: string, listen: (event: { element: { id: string; type: string; labelTarget?: { id: string } } }) => void) => void;
}

interface Parts {
  readonly viewer: NavigatedViewer;
  readonly canvas: Canvas;
  readonly overlays: Overlays;
  readonly registry: Registry;
}

const fontStyle = { fontFamily: 'var(--font-sans)', fontSize: 12, lineHeight: 1.3 };

const partsOf = (viewer: NavigatedViewer): Parts => ({
  viewer,
  canvas: viewer.get('canvas'),
  overlays: viewer.get('overlays'),
  registry: viewer.get('elementRegistry'),
});

type Shown = { readonly state: 'loading' } | { readonly state: 'shown'; readonly parts: Parts; readonly isLaidOut: boolean } | { readonly state: 'failed' };

const isRoot = (type: string): boolean => type === 'bpmn:Process' || type === 'bpmn:Collaboration';

export const BpmnCanvas = ({ xml, live, findings, selected, onSelect }: BpmnCanvasProps) => {
  const { t } = useTranslation('cases');
  const container = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Shown>({ state: 'loading' });
  const select = useRef(onSelect);
  select.current = onSelect;

  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const viewer = new NavigatedViewer({
      container: element,
      bpmnRenderer: { defaultFillColor: 'var(--bpmn-fill)', defaultStrokeColor: 'var(--bpmn-stroke)', defaultLabelColor: 'var(--bpmn-label)' },
      textRenderer: { defaultStyle: fontStyle, externalStyle: { ...fontStyle, fontSize: 11 } },
    });
    let isGone = false;
    let isTouched = false;
    const parts = partsOf(viewer);
    const refit = (): void => {
      parts.canvas.resized();
      if (!isTouched) fit(parts.canvas);
    };
    const observer = new ResizeObserver(refit);
    const untouch = touch(element, parts.canvas, () => (isTouched = true));
    element.addEventListener('wheel', () => (isTouched = true), { passive: true });
    viewer.get<EventBus>('eventBus').on('element.click', ({ element: clicked }) => {
      if (!isRoot(clicked.type)) select.current?.(clicked.labelTarget?.id ?? clicked.id);
    });
    const show = async (): Promise<void> => {
      const { xml: drawn, isLaidOut } = await withLayout(xml);
      if (isGone) return;
      await viewer.importXML(drawn);
      if (isGone) return;
      for (const id of lanesOf(parts.registry)) parts.canvas.addMarker(id, 'acta-lane');
      fit(parts.canvas);
      observer.observe(element);
      setShown({ state: 'shown', parts, isLaidOut });
    };
    show().catch(() => {
      if (!isGone) setShown({ state: 'failed' });
    });
    return () => {
      isGone = true;
      observer.disconnect();
      untouch();
      viewer.destroy();
      setShown({ state: 'loading' });
    };
  }, [xml]);

  useEffect(() => (shown.state === 'shown' && live !== undefined ? showLive(shown.parts, live) : undefined), [shown, live]);
  useEffect(() => (shown.state === 'shown' && findings !== undefined ? showFindings(shown.parts, findings) : undefined), [shown, findings]);
  useEffect(() => {
    if (shown.state !== 'shown' || selected === undefined || selected === null || shown.parts.registry.get(selected) === undefined) return undefined;
    shown.parts.canvas.addMarker(selected, 'acta-selected');
    return () => shown.parts.canvas.removeMarker(selected, 'acta-selected');
  }, [shown, selected]);

  const zoom = (factor: number): void => {
    if (shown.state === 'shown') shown.parts.canvas.zoom(shown.parts.canvas.zoom() * factor, 'auto');
  };
  return (
    <div className={live === undefined ? 'canvas bpmn model' : 'canvas bpmn'} role="group" aria-label={t('diagram.label')}>
      <div className="bpmn-container" ref={container} />
      {shown.state === 'failed' && <p className="canvas-note" role="status">{t('diagram.failed')}</p>}
      {shown.state === 'shown' && shown.isLaidOut && <p className="canvas-note is-quiet">{t('diagram.laidOut')}</p>}
      {shown.state !== 'failed' && <ZoomControls onZoom={zoom} onFit={() => shown.state === 'shown' && fit(shown.parts.canvas)} />}
    </div>
  );
};

/** With room around, and not larger than drawn. */
const fit = (canvas: Canvas): void => {
  const scale = canvas.zoom('fit-viewport', 'auto');
  canvas.zoom(Math.min(1.1, scale * 0.94), 'auto');
};

/** Lanes and pools are the ground on which a process stands: no state of theirs is shown. */
const lanesOf = (registry: Registry): string[] => {
  const lanes: string[] = [];
  registry.forEach(({ id, type }) => {
    if (type === 'bpmn:Lane' || type === 'bpmn:Participant') lanes.push(id);
  });
  return lanes;
};

const badge = (className: string, text: string): HTMLElement => {
  const element = document.createElement('div');
  element.className = `canvas-badge ${className}`;
  element.textContent = text;
  return element;
};

const showLive = ({ canvas, overlays, registry }: Parts, live: LiveState): (() => void) => {
  const marked: [string, string][] = [];
  const mark = (id: string, marker: string): void => {
    canvas.addMarker(id, marker);
    marked.push([id, marker]);
  };
  for (const [id, element] of live.elements) {
    const found = registry.get(id);
    if (found === undefined || isRoot(found.type)) continue;
    const mood = moodOf(element);
    if (mood !== 'pencil') mark(id, `acta-${mood}`);
    const visits = visitsOf(element);
    if (visits > 1) overlays.add(id, 'acta-live', { position: { top: -8, right: 18 }, html: badge('is-visits', `×${visits}`) });
    if (element.incidents > 0) overlays.add(id, 'acta-live', { position: { bottom: 10, right: 10 }, html: badge('is-failed', element.incidents > 1 ? String(element.incidents) : '!') });
  }
  for (const flow of live.taken) if (registry.get(flow) !== undefined) mark(flow, 'acta-taken');
  return () => {
    for (const [id, marker] of marked) canvas.removeMarker(id, marker);
    overlays.remove({ type: 'acta-live' });
  };
};

const showFindings = ({ canvas, overlays, registry }: Parts, findings: readonly CanvasFinding[]): (() => void) => {
  const marked: [string, string][] = [];
  for (const { element, severity, message } of findings) {
    if (registry.get(element) === undefined) continue;
    canvas.addMarker(element, `acta-${severity}`);
    marked.push([element, `acta-${severity}`]);
    const html = badge(severity === 'error' ? 'is-failed' : 'is-warning', severity === 'error' ? '×' : '!');
    html.title = message;
    overlays.add(element, 'acta-finding', { position: { top: -10, right: 10 }, html });
  }
  return () => {
    for (const [id, marker] of marked) canvas.removeMarker(id, marker);
    overlays.remove({ type: 'acta-finding' });
  };
};
