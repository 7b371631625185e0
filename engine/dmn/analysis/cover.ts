/** Looks for inputs of an area that no area of a list covers. */
import type { Axis, Regions } from './axis.ts';

/** More steps than this and the answer is "not known". */
const MAX_STEPS = 20_000;

export interface Search {
  /** Areas without cover, at most `limit`; a column that does not matter has all regions. */
  readonly uncovered: readonly (readonly Regions[])[];
  /** False when the search gave up. */
  readonly complete: boolean;
}

/** Regions of a column that leave the same covers, so that each group is searched once. */
function groups(within: Regions, covers: readonly (readonly Regions[])[], column: number, size: number): readonly { regions: Regions; covers: readonly (readonly Regions[])[] }[] {
  const found = new Map<string, { regions: Regions; covers: readonly (readonly Regions[])[] }>();
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

export function findUncovered(area: readonly Regions[], covers: readonly (readonly Regions[])[], axes: readonly Axis[], limit: number): Search {
  const uncovered: (readonly Regions[])[] = [];
  let steps = 0;
  const search = (column: number, left: readonly (readonly Regions[])[], chosen: readonly Regions[]): void => {
    steps += 1;
    if (steps > MAX_STEPS || uncovered.length >= limit) return;
    if (left.length === 0) {
      uncovered.push([...chosen, ...area.slice(column)]);
      return;
    }
    const axis = axes[column];
    if (axis === undefined) return;
    for (const group of groups(area[column] ?? axis.all, left, column, axis.regions.length)) {
      search(column + 1, group.covers, [...chosen, group.regions]);
    }
  };
  search(0, covers, []);
  return { uncovered, complete: steps <= MAX_STEPS };
}
