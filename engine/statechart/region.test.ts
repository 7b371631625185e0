import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drive, type Chart, type StatechartDriver } from '../../test/statechart/drive.ts';

/** A region with all kinds of work, some of it done already. */
const busy = {
  initial: 'first',
  entry: { assign: { entries: '=entries + 1' } },
  exit: { assign: { exits: '=exits + 1' } },
  states: {
    first: { invoke: { userTask: { name: 'First' }, onDone: 'second' } },
    second: {
      after: { P1D: 'late' },
      invoke: [
        { userTask: { name: 'Second' } },
        { job: { type: 'work' } },
        { message: { name: 'told', correlationKey: '="k"' } },
      ],
    },
    late: {},
  },
};
const context = { entries: 0, exits: 0, own: '' };
const noting = (what: string) => ({ assign: { own: `=own + "${what} "` } });

/** Everything that stands in the states below, with its element instances and work. */
const standing = ({ state }: StatechartDriver, path: string) => {
  const elements = state.elements.entries().filter(([, { element }]) => element === path || element.startsWith(`${path}.`) || element.startsWith(`${path}/`));
  const tables = [state.userTasks, state.jobs, state.timers, state.subscriptions];
  const work = tables.map((table) => elements.map(([ordinal]) => [...table.in(ordinal)]));
  return JSON.stringify([elements, work]);
};

const parallel = (more: Chart, a: Chart): Chart => ({
  context,
  initial: 'p',
  states: { p: { type: 'parallel', states: { a, b: busy }, ...more } },
});
const a = { initial: 'x', entry: noting('in'), exit: noting('out'), states: { x: { on: { GO: 'y' } }, y: { initial: 'y1', states: { y1: {}, y2: {} } } } };

describe('regions of a parallel state', () => {
  it.each([
    ['a target in a region', parallel({ on: { SET: '.a.y' } }, a), ['p.a', 'p.a.y', 'p.a.y.y1'], 'in '],
    ['a target several levels deep', parallel({ on: { SET: '.a.y.y2' } }, a), ['p.a', 'p.a.y', 'p.a.y.y2'], 'in '],
    ['the region as target', parallel({ on: { SET: { target: '.a', actions: noting('now') } } }, a), ['p.a', 'p.a.x'], 'in out now in '],
    ['a region that enters itself again', parallel({}, { ...a, on: { SET: { target: '.x', reenter: true, actions: noting('now') } } }), ['p.a', 'p.a.x'], 'in out now in '],
    ['a target that is the region around', parallel({}, { ...a, states: { ...a.states, x: { on: { SET: '#test.p.a' } } } }), ['p.a', 'p.a.x'], 'in out in '],
    ['no reenter in the region', parallel({}, { ...a, on: { SET: '.y' } }), ['p.a', 'p.a.y', 'p.a.y.y1'], 'in '],
  ])('keep their siblings: %s', async (_what, chart, active, own) => {
    // Given a region in the middle of its work
    const driver = await drive(chart);
    driver.complete('p.b.first');
    const before = standing(driver, 'p.b');
    // When a transition concerns the other one
    driver.event('SET');
    // Then only that one has moved
    expect(driver.active.filter((path) => path.startsWith('p.a')).toSorted()).toEqual(active);
    expect(standing(driver, 'p.b')).toBe(before);
    expect(driver.variables()).toEqual({ entries: 1, exits: 0, own });
  });

  it('are all left when the parallel state is told to be entered again', async () => {
    const driver = await drive(parallel({ on: { SET: { target: '.a.y', reenter: true } } }, a));
    driver.complete('p.b.first').event('SET');
    expect(driver.active).toContain('p.b.first');
    expect(driver.variables()).toMatchObject({ entries: 2, exits: 1 });
  });

  it('keep the siblings of every depth, and those of regions at the top', async () => {
    const inner = { type: 'parallel', states: { c: a, d: busy } };
    const driver = await drive({ context, type: 'parallel', on: { SET: '.q.c.y' }, states: { q: inner, b: busy } });
    driver.complete('q.d.first');
    const before = [standing(driver, 'q.d'), standing(driver, 'b')];
    driver.event('SET');
    expect(driver.active).toContain('q.c.y.y1');
    expect([standing(driver, 'q.d'), standing(driver, 'b')]).toEqual(before);
  });

  it('remember what they were in when they are entered again', async () => {
    const region = {
      ...a,
      on: { AGAIN: { target: '.x', reenter: true } },
      states: { ...a.states, deep: { type: 'history', history: 'deep' }, shallow: { type: 'history' } },
    };
    const driver = await drive(parallel({ on: { SET: '.a.y.y2', DEEP: '.a.deep', SHALLOW: '.a.shallow' } }, region));
    driver.event('SET').event('AGAIN').event('DEEP');
    expect(driver.active).toContain('p.a.y.y2');
    driver.event('SHALLOW');
    expect(driver.active).toContain('p.a.y.y1');
  });

  it('both enter themselves again by one event, and each is told as one that ended itself', async () => {
    const again = { ...a, on: { SET: { target: '.x', reenter: true } } };
    const driver = await drive({ context, initial: 'p', states: { p: { type: 'parallel', states: { a: again, b: again } } } });
    driver.event('SET');
    const told = driver.steps.at(-1)?.events.map(({ type }) => type).filter((type) => type.startsWith('Element'));
    expect(told).toEqual(['ElementTerminated', 'ElementCompleted', 'ElementTerminated', 'ElementCompleted', ...Array<string>(4).fill('ElementActivated')]);
  });

  it('still end the parallel state when all are done', async () => {
    const ends = { initial: 'x', states: { x: { on: { GO: 'f' } }, f: { type: 'final' } } };
    const driver = await drive({ initial: 'p', states: { p: { type: 'parallel', onDone: 'end', on: { SET: '.a.f' }, states: { a: ends, b: ends } }, end: { type: 'final' } } });
    driver.event('SET');
    expect(driver.active).toContain('p.b.x');
    driver.event('GO');
    expect(driver.state.status).toBe('completed');
  });

  /** A random tree of states; the leaves are tasks. */
  const { tree } = fc.letrec<{ tree: Chart }>((tie) => {
    const children = fc.array(tie('tree'), { minLength: 2, maxLength: 3 }).map((list) => Object.fromEntries(list.map((child, index) => [`s${index}`, child])));
    return {
      tree: fc.oneof(
        { depthSize: 'small', maxDepth: 3 },
        fc.constant({ invoke: { userTask: { name: 'Task' } } }),
        children.map((states) => ({ initial: 's0', states })),
        children.map((states) => ({ type: 'parallel', states })),
      ),
    };
  });
  const pathsOf = (state: Chart, path: string): string[] =>
    [path, ...Object.entries((state['states'] ?? {}) as { [name: string]: Chart }).flatMap(([name, child]) => pathsOf(child, `${path}.${name}`))];

  it('keep state and work of their siblings, wherever a transition leads', async () => {
    await fc.assert(
      fc.asyncProperty(tree, tree, fc.array(fc.tuple(fc.nat(), fc.boolean()), { minLength: 1, maxLength: 6 }), async (left, right, moves) => {
        const targets = [...pathsOf(left, 'p.l'), ...pathsOf(right, 'p.r')];
        const on = Object.fromEntries(targets.map((path, index) => [`T${index}`, `#test.${path}`]));
        const again = (region: Chart, name: string): Chart => ({ ...region, on: { [name]: { target: `#test.p.${name}`, reenter: true } } });
        const driver = await drive({ initial: 'p', states: { p: { type: 'parallel', on, states: { l: again(left, 'l'), r: again(right, 'r') } } } });
        for (const [choice, renew] of moves) {
          const index = choice % targets.length;
          const region = targets[index]?.[2] === 'l' ? 'l' : 'r';
          const sibling = region === 'l' ? 'p.r' : 'p.l';
          const before = standing(driver, sibling);
          driver.event(renew ? region : `T${index}`);
          expect(standing(driver, sibling)).toBe(before);
          expect(driver.active).toContain(renew ? `p.${region}` : targets[index]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
