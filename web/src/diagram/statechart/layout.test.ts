import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contains, overlaps, type Box, type Point } from './geometry.ts';
import { layOutStatechart, type StatechartLayout } from './layout.ts';
import { readStatechart } from './read-statechart.ts';

const contract = readFileSync(new URL('../../../../definitions/contract/contract.statechart.json', import.meta.url), 'utf8');
const drawn = (source: object, language = 'en') => layOutStatechart(readStatechart(JSON.stringify(source), { language }));
const boxOf = (layout: StatechartLayout, path: string): Box => layout.states.find(({ state }) => state.path === path)!.box;
const isWithin = (inner: Box, outer: Box) => contains(outer, inner) && contains(outer, { x: inner.x + inner.width, y: inner.y + inner.height });
const touches = (box: Box, { x, y }: Point) =>
  contains(box, { x, y }) && (x === box.x || x === box.x + box.width || y === box.y || y === box.y + box.height);

/** Whether a segment goes through the inside of the box. */
const cuts = (from: Point, to: Point, box: Box) =>
  overlaps({ x: Math.min(from.x, to.x), y: Math.min(from.y, to.y), width: Math.abs(from.x - to.x) || 0.1, height: Math.abs(from.y - to.y) || 0.1 }, { x: box.x + 0.5, y: box.y + 0.5, width: box.width - 1, height: box.height - 1 });

/** What every drawing keeps, whatever the chart. */
const expectSound = (layout: StatechartLayout) => {
  const paths = new Map(layout.states.map((placed) => [placed.state.path, placed]));
  for (const placed of layout.states) {
    const parent = paths.get(placed.state.path.slice(0, Math.max(0, placed.state.path.lastIndexOf('.'))));
    if (parent !== undefined) expect(isWithin(placed.box, parent.box), `${placed.state.path} inside its state`).toBe(true);
    for (const other of layout.states) {
      const isRelated = other.state.path.startsWith(placed.state.path) || placed.state.path.startsWith(other.state.path);
      if (!isRelated) expect(overlaps(placed.box, other.box), `${placed.state.path} over ${other.state.path}`).toBe(false);
    }
  }
  for (const { transition, points } of layout.transitions) {
    const source = paths.get(transition.source)?.box;
    const target = paths.get(transition.target)?.box;
    if (source !== undefined) expect(touches(source, points[0]!), `${transition.ids[0]} starts at its state`).toBe(true);
    if (target !== undefined) expect(touches(target, points.at(-1)!), `${transition.ids[0]} ends at its state`).toBe(true);
    for (const [index, to] of points.slice(1).entries()) {
      const from = points[index]!;
      expect(from.x === to.x || from.y === to.y, `${transition.ids[0]} at right angles`).toBe(true);
      for (const { state, box, shape } of layout.states)
        if (shape === 'box') expect(cuts(from, to, box), `${transition.ids[0]} through ${state.path}`).toBe(false);
    }
  }
};

describe('the layout of a statechart', () => {
  it('draws the contract: every state, every way, nothing over anything', () => {
    const chart = readStatechart(contract, { language: 'en' });
    const layout = layOutStatechart(chart);

    expectSound(layout);
    expect(layout.transitions).toHaveLength(chart.transitions.length);
    expect(layout.states.map(({ state }) => state.path)).toContain('preparation.signing.parties.company.sealed');
  });

  it('draws the same chart the same way', () => {
    const chart = readStatechart(contract, { language: 'zh-CN' });

    expect(layOutStatechart(chart)).toEqual(layOutStatechart(readStatechart(contract, { language: 'zh-CN' })));
  });

  it('given a chain, the states follow each other in one direction', () => {
    const layout = drawn({ id: 'c', initial: 'a', states: { a: { always: 'b' }, b: { always: 'z' }, z: { type: 'final' } } });

    const [a, b, z] = ['a', 'b', 'z'].map((path) => boxOf(layout, path));
    expect(a!.x < b!.x && b!.x < z!.x ? 'right' : a!.y < b!.y && b!.y < z!.y ? 'down' : 'neither').not.toBe('neither');
    expect(layout.transitions.every(({ points }) => points.length === 2)).toBe(true);
  });

  it('given a way back, it leads round what lies between', () => {
    const layout = drawn({ id: 'c', initial: 'a', states: { a: { always: 'b' }, b: { always: 'z' }, z: { on: { AGAIN: 'a' } } } });

    expectSound(layout);
    expect(layout.transitions.find(({ transition }) => transition.source === 'z')!.points.length).toBeGreaterThan(2);
  });

  it('given parallel regions, they are parted by lines and do not overlap', () => {
    const layout = drawn({ id: 'c', initial: 'p', states: { p: { type: 'parallel', states: { a: { initial: 'x', states: { x: {} } }, b: {}, c: {} } } } });

    expectSound(layout);
    expect(layout.separators).toHaveLength(3);
  });

  it('given transitions out of and into states that hold others, they start and end at their borders', () => {
    const layout = drawn({
      id: 'c',
      initial: 'outer',
      states: { outer: { initial: 'inner', on: { RESTART: { target: 'outer', reenter: true }, LEAVE: 'end' }, states: { inner: { on: { UP: '#c.outer' } } } }, end: { type: 'final' } },
    });

    expectSound(layout);
    expect(layout.transitions.map(({ transition }) => `${transition.source}>${transition.target}`)).toEqual(['outer>outer', 'outer>end', 'outer.inner>outer']);
  });

  it('draws several transitions between two states as one line with both labels', () => {
    const layout = drawn({ id: 'c', initial: 'a', events: { GO: { title: { en: 'Go', 'zh-CN': '走' } } }, states: { a: { on: { GO: 'b', RUN: 'b' } }, b: {} } });

    expect(layout.transitions).toHaveLength(1);
    expect(layout.transitions[0]!.transition.label).toBe('Go / RUN');
    expect(layout.transitions[0]!.label!.lines).toEqual(['Go / RUN']);
  });

  it('names states, events and delays in the language asked for', () => {
    const chart = readStatechart(contract, { language: 'zh-CN', tellDuration: (iso) => `过 ${iso}` });

    expect(chart.root.children[0]!.name).toBe('签订准备');
    expect(chart.transitions.find(({ ids }) => ids[0]!.endsWith('on.WITHDRAW'))!.label).toBe('撤回');
    expect(chart.transitions.find(({ ids }) => ids[0]!.endsWith('after.legalReviewDeadline'))!.label).toBe('过 P3D');
  });

  it('keeps its promises for any chart', () => {
    const names = ['a', 'b', 'c', 'd'];
    const state = fc.letrec<{ node: object }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        fc.constant({}),
        fc.record({ type: fc.constantFrom('compound', 'parallel'), states: fc.dictionary(fc.constantFrom(...names), tie('node'), { minKeys: 1, maxKeys: 3 }) }),
      ),
    })).node;
    const chart = fc.tuple(fc.dictionary(fc.constantFrom(...names), state, { minKeys: 1, maxKeys: 4 }), fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: 8 }));

    expect(() => fc.assert(fc.property(chart, ([states, ways]) => expectSound(drawn(withWays(states, ways)))), { numRuns: 60 })).not.toThrow();
  });
});

interface Node {
  type?: string;
  initial?: string;
  states?: Record<string, Node>;
  on?: Record<string, string>;
}

/** Initial states where they belong, and transitions between states picked by number. */
const withWays = (states: Record<string, object>, ways: readonly (readonly [number, number])[]) => {
  const all: { path: string; node: Node }[] = [];
  const walk = (children: Record<string, Node>, path: string) => {
    for (const [name, node] of Object.entries(children)) {
      all.push({ path: path === '' ? name : `${path}.${name}`, node });
      if (node.states !== undefined) {
        if (node.type === 'compound') node.initial = Object.keys(node.states)[0]!;
        walk(node.states, path === '' ? name : `${path}.${name}`);
      }
    }
  };
  const copy = structuredClone(states) as Record<string, Node>;
  walk(copy, '');
  for (const [index, [from, to]] of ways.entries()) (all[from % all.length]!.node.on ??= {})[`E${index}`] = `#chart.${all[to % all.length]!.path}`;
  return { id: 'chart', initial: Object.keys(copy)[0]!, states: copy };
};
