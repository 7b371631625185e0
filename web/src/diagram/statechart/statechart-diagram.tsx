/** A statechart drawn in the style of the BPMN diagrams: what happened in ink, what waits in cinnabar, the rest in pencil. */
import { useId, useMemo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isNow, moodOf, visitsOf, type ElementLive, type LiveState } from '../live-state.ts';
import { useViewport } from '../use-viewport.ts';
import { flowLabelScale, unionOf } from '../viewport.ts';
import { ZoomControls } from '../zoom-controls.tsx';
import type { Box, Point } from './geometry.ts';
import { layOutStatechart, type DrawnTransition } from './layout.ts';
import { fontSize, labelLineHeight, labelSize, lineHeight, type PlacedState } from './place-states.ts';
import { readStatechart, type TellDuration, type WorkKind } from './read-statechart.ts';
import '../diagram.css';

interface StatechartDiagramProps {
  readonly source: string;
  readonly language: string;
  readonly tellDuration: TellDuration;
  /** Absent: the model, in ink throughout. */
  readonly live?: LiveState;
  readonly selected?: string | null;
  readonly onSelect?: (element: string) => void;
  /** What is looked at first, when the whole would be too small. Default: where the case is. */
  readonly focus?: string | undefined;
  /** A look at where it is: nothing to choose, no controls. */
  readonly isSmall?: boolean;
}

export const StatechartDiagram = ({ source, language, tellDuration, live, selected, onSelect, focus: wanted, isSmall = false }: StatechartDiagramProps) => {
  const { t } = useTranslation('cases');
  const layout = useMemo(() => layOutStatechart(readStatechart(source, { language, tellDuration })), [source, language, tellDuration]);
  const focus = useMemo(() => unionOf(layout.states.filter((placed) => (wanted === undefined ? !isContainer(placed) && isNow(live?.elements.get(placed.state.path)) : placed.state.path === wanted)).map(({ box }) => box)), [layout, live, wanted]);
  const { frame, viewport, zoom, fit, handlers } = useViewport(layout.bounds, focus);
  const marker = useId();
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a canvas is moved by keys
    <div className={`canvas statechart${live === undefined ? ' model' : ''}${viewport.scale < flowLabelScale ? ' is-far' : ''}${isSmall ? ' is-small' : ''}`} ref={frame} tabIndex={isSmall ? undefined : 0} role="group" aria-label={t('diagram.label')} {...handlers}>
      <svg width="100%" height="100%" aria-hidden={onSelect === undefined ? true : undefined}>
        <defs>
          {(['pencil', 'visited'] as const).map((mood) => (
            <marker key={mood} id={`${marker}-${mood}`} className={`tip ${mood}`} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse">
              <path d="M0 1.2 9.5 5 0 8.8Z" />
            </marker>
          ))}
        </defs>
        <g transform={`scale(${viewport.scale}) translate(${-viewport.x} ${-viewport.y})`}>
          {layout.states.filter(isContainer).map((placed) => <Container key={placed.state.path} placed={placed} live={live?.elements.get(placed.state.path)} isSelected={placed.state.path === selected} onSelect={onSelect} />)}
          {layout.separators.map(({ from, to }) => <line key={`${from.x} ${from.y} ${to.x} ${to.y}`} className="separator" x1={from.x} y1={from.y} x2={to.x} y2={to.y} />)}
          {layout.transitions.map((drawn) => <Line key={drawn.transition.ids[0]} drawn={drawn} marker={marker} isTaken={live === undefined || live.taken.has(`${drawn.transition.source} ${drawn.transition.target}`)} />)}
          {layout.initials.map(({ region, target, box, points }) => {
            const isTaken = live === undefined || live.elements.has(target);
            return (
              <g key={region} className={isTaken ? 'initial visited' : 'initial'}>
                <circle cx={box.x + box.width / 2} cy={box.y + box.height / 2} r={5} />
                <path className={isTaken ? 'edge visited' : 'edge'} d={pathOf(points)} markerEnd={`url(#${marker}-${isTaken ? 'visited' : 'pencil'})`} />
              </g>
            );
          })}
          {layout.states.filter((placed) => !isContainer(placed)).map((placed) => <State key={placed.state.path} placed={placed} live={live?.elements.get(placed.state.path)} isSelected={placed.state.path === selected} onSelect={onSelect} />)}
          {layout.transitions.map(({ transition, label }) => label !== null && <Lines key={transition.ids[0]} className="label" lines={label.lines} box={label.box} size={labelSize} leading={labelLineHeight} />)}
        </g>
      </svg>
      {!isSmall && <ZoomControls onZoom={zoom} onFit={fit} />}
    </div>
  );
};

const isContainer = ({ shape }: PlacedState): boolean => shape === 'container' || shape === 'region';

interface StateProps {
  readonly placed: PlacedState;
  readonly live: ElementLive | undefined;
  readonly isSelected: boolean;
  readonly onSelect: ((element: string) => void) | undefined;
}

/** What makes a shape something to choose, by pointer and by key. */
const useChoice = ({ placed, live, isSelected, onSelect }: StateProps) => {
  const { t } = useTranslation('cases');
  const { path, name } = placed.state;
  const mood = moodOf(live);
  const className = `state ${mood}${isSelected ? ' selected' : ''}`;
  if (onSelect === undefined) return { className };
  return {
    className,
    role: 'button',
    tabIndex: 0,
    'aria-label': mood === 'pencil' ? name : t('diagram.element', { name, mood: t(`diagram.mood.${mood}`) }),
    'aria-pressed': isSelected,
    onClick: () => onSelect(path),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      event.stopPropagation();
      onSelect(path);
    },
  };
};

const Container = (props: StateProps) => {
  const { placed, live } = props;
  const { box, name, shape } = placed;
  const choice = useChoice(props);
  return (
    <g {...choice} className={`${choice.className} ${shape}`}>
      <rect className="shape" {...box} rx={shape === 'region' ? 0 : 8} />
      <Lines className="name" lines={name.lines} box={name.box} size={fontSize} leading={lineHeight} />
      {shape === 'container' && <Count live={live} box={box} />}
    </g>
  );
};

const State = (props: StateProps) => {
  const { placed, live } = props;
  const { box, name, shape, state } = placed;
  const choice = useChoice(props);
  const centre = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  return (
    <g {...choice} className={`${choice.className} ${shape}`}>
      {shape === 'box' && <rect className="halo" x={box.x - 4} y={box.y - 4} width={box.width + 8} height={box.height + 8} rx={12} />}
      {shape === 'box' ? <rect className="shape" {...box} rx={8} /> : <circle className="shape" cx={centre.x} cy={centre.y} r={14} />}
      {shape === 'final' && <circle className="core" cx={centre.x} cy={centre.y} r={8} />}
      {shape === 'history' && <text className="name" x={centre.x} y={centre.y + 4} textAnchor="middle" fontSize={fontSize}>{state.isDeep ? 'H*' : 'H'}</text>}
      {shape === 'box' && state.work !== null && <WorkIcon work={state.work} at={box} />}
      <Lines className="name" lines={name.lines} box={name.box} size={shape === 'box' ? fontSize : labelSize} leading={shape === 'box' ? lineHeight : labelLineHeight} />
      <Count live={live} box={box} />
    </g>
  );
};

/** How often it was entered, when more than once. */
const Count = ({ live, box }: { readonly live: ElementLive | undefined; readonly box: Box }) => {
  const visits = live === undefined ? 0 : visitsOf(live);
  if (visits < 2) return null;
  const text = `×${visits}`;
  const width = 8 + text.length * 6.5;
  return (
    <g className="visits" transform={`translate(${box.x + box.width - width / 2 - 4} ${box.y})`}>
      <rect x={-width / 2} y={-7} width={width} height={14} rx={3} />
      <text y={3.5} textAnchor="middle">{text}</text>
    </g>
  );
};

const Line = ({ drawn, marker, isTaken }: { readonly drawn: DrawnTransition; readonly marker: string; readonly isTaken: boolean }) => (
  <path className={isTaken ? 'edge visited' : 'edge'} d={pathOf(drawn.points)} markerEnd={`url(#${marker}-${isTaken ? 'visited' : 'pencil'})`} />
);

interface LinesProps {
  readonly className: string;
  readonly lines: readonly string[];
  readonly box: Box;
  readonly size: number;
  readonly leading: number;
}

const Lines = ({ className, lines, box, size, leading }: LinesProps) => (
  <text className={className} textAnchor="middle" fontSize={size}>
    {lines.map((line, index) => <tspan key={line} x={box.x + box.width / 2} y={box.y + index * leading + leading * 0.76}>{line}</tspan>)}
  </text>
);

const icons: Readonly<Record<WorkKind, string>> = {
  userTask: 'M6 6.2a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8ZM1.6 12c0-2.6 1.9-4 4.4-4s4.4 1.4 4.4 4Z',
  job: 'M6 8a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM6 .8v1.6M6 9.6v1.6M.8 6h1.6M9.6 6h1.6M2.3 2.3l1.2 1.2M8.5 8.5l1.2 1.2M9.7 2.3 8.5 3.5M3.5 8.5 2.3 9.7',
  message: 'M.8 2.4h10.4v7.2H.8ZM.8 2.6 6 6.6l5.2-4',
  decision: 'M.8 1.8h10.4v8.4H.8ZM.8 4.4h10.4M4.2 4.4v5.8',
};

const WorkIcon = ({ work, at }: { readonly work: WorkKind; readonly at: Point }) => <path className="icon" transform={`translate(${at.x + 6} ${at.y + 6})`} d={icons[work]} />;

const radius = 5;

/** The way with rounded corners. */
const pathOf = (points: readonly Point[]): string =>
  points.map((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) return `M${point.x} ${point.y}`;
    if (after === undefined) return `L${point.x} ${point.y}`;
    const into = towards(point, before);
    const out = towards(point, after);
    return `L${into.x} ${into.y}Q${point.x} ${point.y} ${out.x} ${out.y}`;
  }).join('');

const towards = (from: Point, to: Point): Point => {
  const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const part = length === 0 ? 0 : Math.min(radius, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
};
