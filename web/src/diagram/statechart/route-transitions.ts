/**
 * Routes lines on a grid: right angles, round the states, seldom over each other. Each is the cheapest way (A*) where
 * a step, a bend, a crossing and a place that is taken have their price; short ones are routed first.
 */
import { grid, type Box, type Point } from './geometry.ts';

export interface RouteRequest {
  readonly id: string;
  readonly from: Box;
  readonly to: Box;
}

export interface RouteGround {
  readonly width: number;
  readonly height: number;
  /** No line goes there. */
  readonly blocked: readonly Box[];
  /** Lines go there when they must, at this price per step. */
  readonly avoided: readonly { readonly box: Box; readonly price: number; readonly free: (id: string) => boolean }[];
}

const price = { bend: 7, crossing: 4, shared: 14, offMiddle: 0.8, takenPort: 12 };
/** Cells around the drawing that lines may use. */
const margin = 4;
const steps: readonly Point[] = [{ x: 1, y: 0 }, { x: 0, y: 1 }, { x: -1, y: 0 }, { x: 0, y: -1 }];

interface Port {
  readonly cell: number;
  /** Direction in which the line goes: out of the box, or into it. */
  readonly direction: number;
  readonly point: Point;
  readonly price: number;
}

const surrounds = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x && outer.y <= inner.y && outer.x + outer.width >= inner.x + inner.width && outer.y + outer.height >= inner.y + inner.height;

class Heap {
  readonly #keys: number[] = [];
  readonly #values: number[] = [];

  push(key: number, value: number): void {
    let index = this.#keys.length;
    this.#keys.push(key);
    this.#values.push(value);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if ((this.#keys[parent] ?? 0) <= key) break;
      this.#move(parent, index);
      index = parent;
    }
    this.#keys[index] = key;
    this.#values[index] = value;
  }

  #move(from: number, to: number): void {
    this.#keys[to] = this.#keys[from] ?? 0;
    this.#values[to] = this.#values[from] ?? 0;
  }

  pop(): number | undefined {
    const top = this.#values[0];
    const key = this.#keys.pop();
    const value = this.#values.pop();
    if (key === undefined || value === undefined || this.#keys.length === 0) return top;
    let index = 0;
    for (;;) {
      let child = index * 2 + 1;
      if (child >= this.#keys.length) break;
      if (child + 1 < this.#keys.length && (this.#keys[child + 1] ?? 0) < (this.#keys[child] ?? 0)) child++;
      if ((this.#keys[child] ?? 0) >= key) break;
      this.#move(child, index);
      index = child;
    }
    this.#keys[index] = key;
    this.#values[index] = value;
    return top;
  }
}

class Router {
  readonly #columns: number;
  readonly #rows: number;
  readonly #blocked: Uint8Array;
  /** How many lines run over a cell, by axis. */
  readonly #used: readonly [Uint8Array, Uint8Array];
  readonly #ports = new Map<string, number>();
  readonly #ground: RouteGround;

  constructor(ground: RouteGround) {
    this.#ground = ground;
    this.#columns = Math.ceil(ground.width / grid) + margin * 2;
    this.#rows = Math.ceil(ground.height / grid) + margin * 2;
    const cells = this.#columns * this.#rows;
    this.#blocked = new Uint8Array(cells);
    this.#used = [new Uint8Array(cells), new Uint8Array(cells)];
    for (const box of ground.blocked) this.#fill(box, (cell) => (this.#blocked[cell] = 1));
  }

  #fill({ x, y, width, height }: Box, mark: (cell: number) => void): void {
    const right = Math.min(this.#columns, Math.ceil((x + width) / grid) + margin);
    const bottom = Math.min(this.#rows, Math.ceil((y + height) / grid) + margin);
    for (let row = Math.max(0, Math.floor(y / grid) + margin); row < bottom; row++)
      for (let column = Math.max(0, Math.floor(x / grid) + margin); column < right; column++) mark(row * this.#columns + column);
  }

  #pointOf(cell: number): Point {
    return { x: (cell % this.#columns - margin) * grid + grid / 2, y: (Math.floor(cell / this.#columns) - margin) * grid + grid / 2 };
  }

  /** Places at the sides of a box where a line may start (outwards, or inwards to what it surrounds). */
  #portsOf(box: Box, isInward: boolean, isEnd: boolean): Port[] {
    const ports: Port[] = [];
    for (const [side, step] of steps.entries()) {
      const isVertical = step.x === 0;
      const length = (isVertical ? box.width : box.height) / grid;
      const first = length > 4 ? 1 : 0;
      for (let index = first; index < length - first; index++) {
        const along = (index + 0.5) * grid;
        const point = isVertical
          ? { x: box.x + along, y: step.y > 0 ? box.y + box.height : box.y }
          : { x: step.x > 0 ? box.x + box.width : box.x, y: box.y + along };
        const out = isInward ? -grid / 2 : grid / 2;
        const column = Math.floor((point.x + step.x * out) / grid) + margin;
        const row = Math.floor((point.y + step.y * out) / grid) + margin;
        const leaving = isInward ? (side + 2) % 4 : side;
        const cell = row * this.#columns + column;
        if (column < 0 || row < 0 || column >= this.#columns || row >= this.#rows || this.#blocked[cell] === 1) continue;
        const taken = this.#ports.get(`${point.x} ${point.y}`) ?? 0;
        ports.push({ cell, direction: isEnd ? (leaving + 2) % 4 : leaving, point, price: Math.abs(index - (length - 1) / 2) * price.offMiddle + taken * price.takenPort });
      }
    }
    return ports;
  }

  route({ id, from, to }: RouteRequest): Point[] {
    const isSelf = from === to;
    const starts = this.#portsOf(from, !isSelf && surrounds(from, to), false);
    const ends = this.#portsOf(to, !isSelf && surrounds(to, from), true);
    const found = this.#search(id, starts, isSelf ? ends.filter(({ direction }) => direction % 2 === 1) : ends, isSelf);
    if (found === undefined) return [middleOf(from), middleOf(to)];
    const { start, end, cells } = found;
    for (const [index, cell] of cells.entries()) {
      const next = cells[index + 1] ?? cells[index - 1] ?? cell;
      const before = cells[index - 1] ?? next;
      for (const other of [next, before]) {
        const used = this.#used[Math.abs(other - cell) === 1 ? 0 : 1];
        used[cell] = (used[cell] ?? 0) + 1;
      }
    }
    for (const { point } of [start, end]) this.#ports.set(`${point.x} ${point.y}`, (this.#ports.get(`${point.x} ${point.y}`) ?? 0) + 1);
    return corners([start.point, ...cells.map((cell) => this.#pointOf(cell)), end.point]);
  }

  #pricesFor(id: string): Float32Array {
    const prices = new Float32Array(this.#columns * this.#rows);
    for (const { box, price: extra, free } of this.#ground.avoided) if (!free(id)) this.#fill(box, (cell) => (prices[cell] = (prices[cell] ?? 0) + extra));
    return prices;
  }

  #search(id: string, starts: readonly Port[], ends: readonly Port[], isSelf: boolean) {
    const extra = this.#pricesFor(id);
    const known = new Float32Array(this.#columns * this.#rows * 4).fill(Infinity);
    const came = new Int32Array(known.length).fill(-1);
    const startOf = new Map<number, Port>();
    const endsAt = new Map<number, Port[]>();
    for (const end of ends) endsAt.set(end.cell, [...(endsAt.get(end.cell) ?? []), end]);
    const bounds = boundsOf(ends.map(({ cell }) => ({ x: cell % this.#columns, y: Math.floor(cell / this.#columns) })));
    const remaining = (cell: number): number => {
      const x = cell % this.#columns;
      const y = Math.floor(cell / this.#columns);
      return Math.max(0, bounds.left - x, x - bounds.right) + Math.max(0, bounds.top - y, y - bounds.bottom);
    };
    const heap = new Heap();
    for (const port of starts.filter(({ direction }) => !isSelf || direction % 2 === 0)) {
      const state = port.cell * 4 + port.direction;
      if (port.price < (known[state] ?? 0)) {
        known[state] = port.price;
        startOf.set(state, port);
        heap.push(port.price + remaining(port.cell), state);
      }
    }
    let least = Infinity;
    let last: { state: number; end: Port } | undefined;
    for (let state = heap.pop(); state !== undefined; state = heap.pop()) {
      const so = known[state] ?? 0;
      const cell = state >> 2;
      const direction = state & 3;
      if (so + remaining(cell) >= least) break;
      for (const end of endsAt.get(cell) ?? []) {
        const total = so + end.price + (end.direction === direction ? 0 : price.bend);
        if ((end.direction + 2) % 4 !== direction && total < least) {
          least = total;
          last = { state, end };
        }
      }
      for (let turn = 0; turn < 4; turn++) {
        if ((turn + 2) % 4 === direction) continue;
        const next = this.#neighbour(cell, turn);
        if (next < 0 || this.#blocked[next] === 1) continue;
        const total = so + 1 + (turn === direction ? 0 : price.bend) + (extra[next] ?? 0) + this.#taken(next, turn);
        const then = next * 4 + turn;
        if (total < (known[then] ?? 0)) {
          known[then] = total;
          came[then] = state;
          heap.push(total + remaining(next), then);
        }
      }
    }
    if (last === undefined) return undefined;
    const cells: number[] = [];
    let state = last.state;
    for (; (came[state] ?? -1) >= 0; state = came[state] ?? -1) cells.unshift(state >> 2);
    cells.unshift(state >> 2);
    const start = startOf.get(state);
    return start === undefined ? undefined : { start, end: last.end, cells };
  }

  #taken(cell: number, turn: number): number {
    const along = this.#used[turn % 2 === 0 ? 0 : 1][cell] ?? 0;
    const across = this.#used[turn % 2 === 0 ? 1 : 0][cell] ?? 0;
    return along * price.shared + across * price.crossing;
  }

  #neighbour(cell: number, turn: number): number {
    const step = steps[turn] ?? { x: 0, y: 0 };
    const column = (cell % this.#columns) + step.x;
    const row = Math.floor(cell / this.#columns) + step.y;
    return column < 0 || row < 0 || column >= this.#columns || row >= this.#rows ? -1 : row * this.#columns + column;
  }
}

const middleOf = ({ x, y, width, height }: Box): Point => ({ x: x + width / 2, y: y + height / 2 });

const boundsOf = (points: readonly Point[]) => ({
  left: Math.min(...points.map(({ x }) => x)),
  right: Math.max(...points.map(({ x }) => x)),
  top: Math.min(...points.map(({ y }) => y)),
  bottom: Math.max(...points.map(({ y }) => y)),
});

/** Without the points on straight ways. */
const corners = (points: readonly Point[]): Point[] =>
  points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) return true;
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
  });

const distance = ({ from, to }: RouteRequest): number => {
  const a = middleOf(from);
  const b = middleOf(to);
  return Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
};

/** The way of each line, by its id: points from the border of one box to the border of the other. */
export const routeLines = (requests: readonly RouteRequest[], ground: RouteGround): Map<string, Point[]> => {
  const router = new Router(ground);
  const order = requests.map((request, index) => ({ request, index })).toSorted((a, b) => distance(a.request) - distance(b.request) || a.index - b.index);
  return new Map(order.map(({ request }) => [request.id, router.route(request)]));
};
