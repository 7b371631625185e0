/**
 * A BPMN diagram: bpmn-js's viewer, which only this file knows. States are markers and overlays; colours are tokens, so
 * that themes switch live. The mark of bpmn.io stays visible at the bottom right, as its licence asks.
 */
import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isNow, moodOf, visitsOf, type LiveState } from '../live-state.ts';
import { around, fitted, flowLabelScale, unionOf, type Rect, type Viewport } from '../viewport.ts';
import { ZoomControls } from '../zoom-controls.tsx';
import { inEnglish, type Model } from './english-names.ts';
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
  /** What is looked at first, when the whole would be too small. Default: where the case is. */
  readonly focus?: string | undefined;
  /** A look at where it is: nothing to choose, no controls. */
  readonly isSmall?: boolean;
}

interface Canvas {
  zoom: (scale?: number | 'fit-viewport', centre?: 'auto' | { x: number; y: number }) => number;
  addMarker: (element: string, marker: string) => void;
  removeMarker: (element: string, marker: string) => void;
  resized: () => void;
  scroll: (by: { dx: number; dy: number }) => void;
  viewbox: (box?: Rect) => { readonly inner: Rect };
  scrollToElement: (element: string, padding?: number) => void;
  getSize: () => { readonly width: number; readonly height: number };
}

interface Overlays {
  add: (element: string, type: string, overlay: { position: object; html: HTMLElement; scale?: boolean | { min?: number; max?: number } }) => string;
  remove: (filter: { type: string }) => void;
}

interface Registry {
  get: (id: string) => ({ readonly type: string; readonly children?: readonly object[] } & Rect) | undefined;
  forEach: (visit: (element: { readonly id: string; readonly type: string; readonly labelTarget?: object }) => void) => void;
}

interface EventBus {
  on: ((event: 'element.click', listen: (event: { element: { id: string; type: string; labelTarget?: { id: string } } }) => void) => void) &
    ((event: 'import.parse.complete', listen: (event: { definitions?: Model }) => void) => void) &
    ((event: 'canvas.viewbox.changed', listen: (event: { viewbox: { scale: number } }) => void) => void);
}

interface Parts {
  readonly viewer: NavigatedViewer;
  readonly canvas: Canvas;
  readonly overlays: Overlays;
  readonly registry: Registry;
}

/** The font itself: where texts are measured a variable means nothing, and they would stand beside their middle. */
const fontStyleOf = (element: HTMLElement) => ({ fontFamily: getComputedStyle(element).getPropertyValue('--font-sans').trim(), fontSize: 12, lineHeight: 1.3 });

const partsOf = (viewer: NavigatedViewer): Parts => ({
  viewer,
  canvas: viewer.get('canvas'),
  overlays: viewer.get('overlays'),
  registry: viewer.get('elementRegistry'),
});

type Shown = { readonly state: 'loading' } | { readonly state: 'shown'; readonly parts: Parts; readonly isLaidOut: boolean } | { readonly state: 'failed' };

const isRoot = (type: string): boolean => type === 'bpmn:Process' || type === 'bpmn:Collaboration';

export const BpmnCanvas = ({ xml, live, findings, selected, onSelect, focus, isSmall = false }: BpmnCanvasProps) => {
  const { t, i18n: { language } } = useTranslation('cases');
  const container = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Shown>({ state: 'loading' });
  const select = useRef(onSelect);
  select.current = onSelect;
  /** Moved by hand: it stays where it was put. */
  const isTouched = useRef(false);
  const lookedAt = useRef<readonly string[]>([]);
  lookedAt.current = focus !== undefined ? [focus] : findings === undefined ? [...(live?.elements ?? [])].flatMap(([id, element]) => (isNow(element) ? [id] : [])) : findings.map(({ element: id }) => id);

  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    const fontStyle = fontStyleOf(element);
    const viewer = new NavigatedViewer({
      container: element,
      bpmnRenderer: { defaultFillColor: 'var(--bpmn-fill)', defaultStrokeColor: 'var(--bpmn-stroke)', defaultLabelColor: 'var(--bpmn-label)' },
      textRenderer: { defaultStyle: fontStyle, externalStyle: { ...fontStyle, fontSize: 11 } },
    });
    let isGone = false;
    isTouched.current = false;
    const parts = partsOf(viewer);
    const refit = (): void => {
      parts.canvas.resized();
      if (!isTouched.current) look(parts, lookedAt.current);
    };
    const observer = new ResizeObserver(refit);
    const untouch = touch(element, parts.canvas, () => (isTouched.current = true));
    element.addEventListener('wheel', () => (isTouched.current = true), { passive: true });
    element.addEventListener('mousedown', () => (isTouched.current = true));
    const bus = viewer.get<EventBus>('eventBus');
    if (language === 'en') bus.on('import.parse.complete', ({ definitions }) => definitions !== undefined && inEnglish(definitions));
    bus.on('canvas.viewbox.changed', ({ viewbox: { scale } }) => void element.classList.toggle('is-far', scale < flowLabelScale));
    bus.on('element.click', ({ element: clicked }) => {
      if (!isRoot(clicked.type)) select.current?.(clicked.labelTarget?.id ?? clicked.id);
    });
    const show = async (): Promise<void> => {
      const { xml: drawn, isLaidOut } = await withLayout(xml);
      if (isGone) return;
      await viewer.importXML(drawn);
      if (isGone) return;
      for (const [id, marker] of groundOf(parts.registry)) parts.canvas.addMarker(id, marker);
      look(parts, lookedAt.current);
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
  }, [xml, language]);

  useEffect(() => {
    if (shown.state !== 'shown' || live === undefined) return undefined;
    if (!isTouched.current) look(shown.parts, lookedAt.current);
    return showLive(shown.parts, live);
  }, [shown, live]);
  useEffect(() => (shown.state === 'shown' && findings !== undefined ? showFindings(shown.parts, findings) : undefined), [shown, findings]);
  useEffect(() => {
    if (shown.state !== 'shown' || selected === undefined || selected === null || shown.parts.registry.get(selected) === undefined) return undefined;
    shown.parts.canvas.addMarker(selected, 'acta-selected');
    shown.parts.canvas.scrollToElement(selected, 40);
    return () => shown.parts.canvas.removeMarker(selected, 'acta-selected');
  }, [shown, selected]);

  const zoom = (factor: number): void => {
    isTouched.current = true;
    if (shown.state === 'shown') shown.parts.canvas.zoom(shown.parts.canvas.zoom() * factor, 'auto');
  };
  const fit = (): void => {
    isTouched.current = true;
    if (shown.state === 'shown') setView(shown.parts.canvas, fitted(roomAround(shown.parts.canvas.viewbox().inner), shown.parts.canvas.getSize()));
  };
  return (
    <div className={`canvas bpmn${live === undefined ? ' model' : ''}${isSmall ? ' is-small' : ''}`} role="group" aria-label={t('diagram.label')}>
      <div className="bpmn-container" ref={container} />
      {shown.state === 'failed' && <p className="canvas-note" role="status">{t('diagram.failed')}</p>}
      {shown.state === 'shown' && shown.isLaidOut && !isSmall && <p className="canvas-note is-quiet">{t('diagram.laidOut')}</p>}
      {shown.state !== 'failed' && !isSmall && <ZoomControls onZoom={zoom} onFit={fit} />}
    </div>
  );
};

const roomAround = ({ x, y, width, height }: Rect): Rect => ({ x: x - 24, y: y - 24, width: width + 48, height: height + 48 });

const setView = (canvas: Canvas, { x, y, scale }: Viewport): void => {
  const { width, height } = canvas.getSize();
  canvas.viewbox({ x, y, width: width / scale, height: height / scale });
};

/** All of it when that can be read, else where the elements are. */
const look = ({ canvas, registry }: Parts, elements: readonly string[]): void => {
  const boxes = elements.flatMap((id) => {
    const found = registry.get(id);
    return found === undefined || isRoot(found.type) || !(found.width > 0) ? [] : [found];
  });
  // What stands in another that is looked at too says more precisely where.
  const inner = boxes.filter((box) => !boxes.some((other) => other !== box && holds(box, other)));
  setView(canvas, around(roomAround(canvas.viewbox().inner), unionOf(inner), canvas.getSize()));
};

const holds = (outer: Rect, inner: Rect): boolean => inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;

/** Lanes and pools are the ground on which a process stands: no state of theirs is shown. Labels of flows go when one is far away. */
const groundOf = (registry: Registry): [id: string, marker: string][] => {
  const marked: [string, string][] = [];
  registry.forEach(({ id, type, labelTarget }) => {
    if (type === 'bpmn:Lane' || type === 'bpmn:Participant') marked.push([id, 'acta-lane']);
    if (type === 'bpmn:SequenceFlow' && labelTarget !== undefined) marked.push([id, 'acta-flow-label']);
  });
  return marked;
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
    if ((found.children ?? []).length > 0) mark(id, 'acta-around');
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
  // One badge an element, however many are of it.
  for (const element of new Set(findings.map((finding) => finding.element))) {
    const all = findings.filter((finding) => finding.element === element);
    if (registry.get(element) === undefined) continue;
    const isError = all.some(({ severity }) => severity === 'error');
    const marker = isError ? 'acta-error' : 'acta-warning';
    canvas.addMarker(element, marker);
    marked.push([element, marker]);
    const html = badge(isError ? 'is-failed' : 'is-warning', all.length > 1 ? String(all.length) : isError ? '×' : '!');
    html.title = all.map(({ message }) => message).join('\n');
    overlays.add(element, 'acta-finding', { position: { top: -10, right: 10 }, html });
  }
  return () => {
    for (const [id, marker] of marked) canvas.removeMarker(id, marker);
    overlays.remove({ type: 'acta-finding' });
  };
};
