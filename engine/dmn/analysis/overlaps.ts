/** Rules that apply to the same input though the hit policy wants one answer. */
import { equals, type FeelEngine } from '../../feel/index.ts';
import type { Rule } from '../model/expression.ts';
import type { Regions } from './axis.ts';
import { aboutRule, MAX_FINDINGS, type TableFinding } from './finding.ts';
import { describeArea, exampleIn, literalOutput, type RuleArea, type TableMap } from './table-map.ts';

/** What both rules cover for sure; the same text covers the same even where only FEEL understands it. */
function intersection(a: RuleArea, b: RuleArea, texts: readonly [Rule | undefined, Rule | undefined]): readonly Regions[] | undefined {
  const common: Regions[] = [];
  for (const [column, certain] of a.certain.entries()) {
    const both = certain & (b.certain[column] ?? 0n);
    const sameText = texts[0]?.inputEntries[column]?.text.trim() === texts[1]?.inputEntries[column]?.text.trim();
    if (both === 0n && !(sameText && a.possible[column] !== 0n)) return undefined;
    common.push(both === 0n ? a.possible[column] ?? 0n : both);
  }
  return common;
}

/** Whether two rules surely give different outputs. */
function disagree(a: Rule | undefined, b: Rule | undefined, feel: FeelEngine): boolean {
  return (a?.outputEntries ?? []).some(({ text }, index) => {
    const [left, right] = [literalOutput(text, feel), literalOutput(b?.outputEntries[index]?.text ?? '', feel)];
    return left !== undefined && right !== undefined && equals(left.value, right.value) !== true;
  });
}

export function findOverlaps({ compiled, axes, areas }: TableMap, feel: FeelEngine): readonly TableFinding[] {
  const { table } = compiled;
  const { hitPolicy } = table;
  if (hitPolicy !== 'UNIQUE' && hitPolicy !== 'ANY') return [];
  const findings: TableFinding[] = [];
  for (const [index, a] of areas.entries()) {
    for (const b of areas.slice(index + 1)) {
      const rules = [table.rules[a.rule], table.rules[b.rule]] as const;
      const common = intersection(a, b, rules);
      if (common === undefined || (hitPolicy === 'ANY' && !disagree(...rules, feel))) continue;
      const condition = describeArea(common, axes) ?? 'anything is given';
      findings.push({
        kind: 'overlap',
        severity: 'error',
        ...aboutRule(compiled, b.rule),
        message: hitPolicy === 'UNIQUE'
          ? `Rules ${a.rule + 1} and ${b.rule + 1} both apply when ${condition}, but the table allows one rule only (hit policy Unique).`
          : `Rules ${a.rule + 1} and ${b.rule + 1} both apply when ${condition}, but give different results (hit policy Any).`,
        rules: [a.rule + 1, b.rule + 1],
        example: exampleIn(common, axes),
      });
      if (findings.length >= MAX_FINDINGS) return findings;
    }
  }
  return findings;
}
