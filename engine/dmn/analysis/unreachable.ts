/** Rules that never decide anything. */
import { equals, isList, type FeelEngine } from '../../feel/index.ts';
import { findUncovered, type Effort } from './cover.ts';
import { aboutRule, MAX_FINDINGS, type TableFinding } from './finding.ts';
import { exampleIn, literalOutput, type RuleArea, type TableMap } from './table-map.ts';

/** Position of each rule's outputs in the lists of output values; undefined when it cannot be told beforehand. */
function ranks({ compiled: { table } }: TableMap, feel: FeelEngine): readonly (readonly number[] | undefined)[] {
  const ordered = table.outputs.map(({ outputValues }) => {
    const listed = outputValues === undefined ? undefined : feel.compile(`[${outputValues}]`);
    const value = listed?.ok === true ? listed.program.evaluate({ get: () => undefined }, { now: 0 }).value : null;
    return value !== null && isList(value) ? value : [];
  });
  return table.rules.map(({ outputEntries }) => {
    const found: number[] = [];
    for (const [index, values] of ordered.entries()) {
      if (values.length === 0) continue;
      const literal = literalOutput(outputEntries[index]?.text ?? '', feel);
      if (literal === undefined) return undefined;
      const position = values.findIndex((value) => equals(value, literal.value) === true);
      found.push(position === -1 ? values.length : position);
    }
    return found;
  });
}

function outranks(a: readonly number[] | undefined, b: readonly number[] | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  const index = a.findIndex((rank, at) => rank !== b[at]);
  return index !== -1 && (a[index] ?? 0) < (b[index] ?? 0);
}

/** The rules that win over each rule where both apply. */
function winners(map: TableMap, feel: FeelEngine): (area: RuleArea) => readonly RuleArea[] {
  const { hitPolicy } = map.compiled.table;
  if (hitPolicy === 'FIRST') return (area) => map.areas.slice(0, area.rule);
  if (hitPolicy !== 'PRIORITY') return () => [];
  const ranked = ranks(map, feel);
  return (area) => map.areas.filter((other) => outranks(ranked[other.rule], ranked[area.rule]));
}

function shadowMessage(area: RuleArea, covers: readonly RuleArea[], reason: string): string {
  const alone = covers.find((cover) => area.possible.every((regions, column) => (regions & ~(cover.certain[column] ?? 0n)) === 0n));
  const rule = area.rule + 1;
  return alone === undefined
    ? `Rule ${rule} never decides: wherever it applies, ${reason} rules among ${covers.map((cover) => cover.rule + 1).join(', ')} apply too and win.`
    : `Rule ${rule} never decides: wherever it applies, the ${reason} rule ${alone.rule + 1} applies too and wins.`;
}

export function findUnreachable(map: TableMap, feel: FeelEngine, effort: Effort): readonly TableFinding[] {
  const { compiled, axes, areas } = map;
  const winnersOf = winners(map, feel);
  const reason = compiled.table.hitPolicy === 'FIRST' ? 'earlier' : 'higher-ranking';
  const findings: TableFinding[] = [];
  const add = (area: RuleArea, message: string): void => {
    findings.push({
      kind: 'unreachable',
      severity: 'warning',
      ...aboutRule(compiled, area.rule),
      message,
      rules: [area.rule + 1],
      example: exampleIn(area.possible, axes),
    });
  };
  for (const area of areas) {
    if (findings.length >= MAX_FINDINGS) break;
    const empty = area.possible.findIndex((regions) => regions === 0n);
    if (empty !== -1) {
      add(area, `Rule ${area.rule + 1} never applies: no allowed value of '${axes[empty]?.label ?? ''}' passes its entry.`);
      continue;
    }
    const covers = winnersOf(area);
    if (covers.length === 0) continue;
    const search = findUncovered(area.possible, covers.map(({ certain }) => certain), axes, effort);
    if (search.kind === 'covered') add(area, shadowMessage(area, covers, reason));
  }
  return findings;
}
