/** Inputs for which no rule applies. */
import { findUncovered } from './cover.ts';
import { MAX_FINDINGS, type TableFinding } from './finding.ts';
import { describeArea, exampleIn, type TableMap } from './table-map.ts';

const SINGLE_RESULT: ReadonlySet<string> = new Set(['UNIQUE', 'ANY', 'PRIORITY', 'FIRST']);

/** Tables that collect may well collect nothing, and defaults fill every gap; both have none. */
export function findGaps({ compiled: { table, owner }, axes, areas }: TableMap): readonly TableFinding[] {
  if (!SINGLE_RESULT.has(table.hitPolicy) || table.outputs.some(({ defaultEntry }) => defaultEntry !== undefined)) return [];
  const { uncovered } = findUncovered(axes.map(({ all }) => all), areas.map(({ possible }) => possible), axes, MAX_FINDINGS);
  return uncovered.map((area) => {
    const condition = describeArea(area, axes);
    return {
      kind: 'gap',
      severity: 'warning',
      owner,
      ...(table.id === undefined ? {} : { tableId: table.id }),
      message: condition === undefined
        ? 'No rule ever applies, so the result is always null.'
        : `No rule applies when ${condition}; the result is then null.`,
      rules: [],
      example: exampleIn(area, axes),
    };
  });
}
