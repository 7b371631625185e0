/** Inputs for which no rule applies. */
import type { Axis } from './axis.ts';
import { findUncovered, widen, type Area, type Effort } from './cover.ts';
import { about, MAX_FINDINGS, type TableFinding } from './finding.ts';
import { describeArea, exampleIn, type TableMap } from './table-map.ts';

const SINGLE_RESULT: ReadonlySet<string> = new Set(['UNIQUE', 'ANY', 'PRIORITY', 'FIRST']);

/** Tables that collect may well collect nothing, and defaults fill every gap; both have none. */
export function findGaps({ compiled, axes, areas }: TableMap, effort: Effort): readonly TableFinding[] {
  const { table } = compiled;
  if (!SINGLE_RESULT.has(table.hitPolicy) || table.outputs.some(({ defaultEntry }) => defaultEntry !== undefined)) return [];
  const covers = areas.map(({ possible }) => possible);
  return uncoveredAreas(covers, axes, effort).map((area) => {
    const condition = describeArea(area, axes);
    return {
      kind: 'gap',
      severity: 'warning',
      ...about(compiled),
      message: condition === undefined
        ? 'No rule ever applies, so the result is always null.'
        : `No rule applies when ${condition}; the result is then null.`,
      rules: [],
      example: exampleIn(area, axes),
    };
  });
}

/** Each as large as can be; together they are all there is, or the first of many. */
function uncoveredAreas(covers: readonly Area[], axes: readonly Axis[], effort: Effort): readonly Area[] {
  const found: Area[] = [];
  while (found.length < MAX_FINDINGS) {
    const search = findUncovered(axes.map(({ all }) => all), [...covers, ...found], axes, effort);
    if (search.kind !== 'uncovered') break;
    found.push(widen(search.area, covers, axes));
  }
  return found;
}
