/** Looks for inputs of an area that no area of a list covers. */
import type { Axis, Regions } from './axis.ts';

export type Area = readonly Regions[];

/** Bounds the work for one table, counted in regions compared with rules: what is not found by then stays unknown. */
export class Effort {
  #left = 4_000_000;

  spend(work: number): boolean {
    this.#left -= work;
    return !this.exhausted;
  }

  get exhausted(): boolean {
    return this.#left < 0;
  }
}

/** `unknown`: the effort was used up. */
export type Search = { readonly kind: 'uncovered'; readonly area: Area } | { readonly kind: 'covered' } | { readonly kind: 'unknown' };

const COVERED: Search = { kind: 'covered' };
const UNKNOWN: Search = { kind: 'unknown' };

interface Group {
  regions: Regions;
  readonly covers: readonly Area[];
}

/** Regions of a column that leave the same covers, so that each group is searched once. */
function groups(within: Regions, covers: readonly Area[], column: number, size: number): readonly Group[] {
  const found = new Map<string, Group>();
  for (let bit = 0; bit < size; bit += 1) {
    const region = 1n << BigInt(bit);
    if ((within & region) === 0n) continue;
    const key: number[] = [];
    const left = covers.filter((cover, index) => {
      const hit = ((cover[column] ?? 0n) & region) !== 0n;
      if (hit) key.push(index);
      return hit;
    });
    const group = found.get(key.join());
    if (group === undefined) found.set(key.join(), { regions: region, covers: left });
    else group.regions |= region;
  }
  return [...found.values()];
}

/** A part of the area that no cover touches. Columns that do not matter keep all regions of the area. */
export function findUncovered(area: Area, covers: readonly Area[], axes: readonly Axis[], effort: Effort): Search {
  const search = (column: number, left: readonly Area[], chosen: Area): Search => {
    if (left.length === 0) return { kind: 'uncovered', area: [...chosen, ...area.slice(column)] };
    const axis = axes[column];
    if (axis === undefined) return COVERED;
    if (!effort.spend(left.length * axis.regions.length)) return UNKNOWN;
    for (const group of groups(area[column] ?? axis.all, left, column, axis.regions.length)) {
      const found = search(column + 1, group.covers, [...chosen, group.regions]);
      if (found.kind !== 'covered') return found;
    }
    return COVERED;
  };
  return search(0, covers, []);
}

/** The largest area around the given one that the covers leave free, column by column. */
export function widen(area: Area, covers: readonly Area[], axes: readonly Axis[]): Area {
  const wide = [...area];
  axes.forEach((axis, column) => {
    let free = axis.all;
    for (const cover of covers) {
      const apart = wide.some((regions, other) => other !== column && (regions & (cover[other] ?? 0n)) === 0n);
      if (!apart) free &= ~(cover[column] ?? 0n);
    }
    wide[column] = free;
  });
  return wide;
}
