/**
 * Entries that say something about their own input by its name, as in `amount > 10000` in the column `amount`. When
 * the input is missing the entry is null, null equals the missing input, and the rule applies (DMN 1.5 §7.3.2 a).
 */
import type { FeelEngine } from '../../feel/index.ts';
import { aboutEntry, expressionPart, MAX_FINDINGS, type TableFinding } from './finding.ts';
import type { TableMap } from './table-map.ts';

/** Everything is missing. */
const NOTHING = { get: (name: string): null | undefined => (name === '?' ? null : undefined) };

function passesMissing(text: string, input: string, feel: FeelEngine): boolean {
  const compilation = feel.compile(text, 'unaryTests', [input]);
  if (!compilation.ok || !compilation.program.reads.includes(input) || compilation.program.reads.includes('?')) return false;
  if (compilation.program.evaluate(NOTHING, { now: 0 }).value !== true) return false;
  // What says that the input is missing, like `amount = null`, means it.
  const statement = feel.compile(text, 'expression', [input]);
  return !statement.ok || statement.program.evaluate(NOTHING, { now: 0 }).value === null;
}

export function findMissingPassing({ compiled }: TableMap, feel: FeelEngine): readonly TableFinding[] {
  const { table, cells } = compiled;
  const findings: TableFinding[] = [];
  for (const [rule, { inputEntries }] of table.rules.entries()) {
    for (const [column, { text }] of inputEntries.entries()) {
      const input = table.inputs[column];
      if (input === undefined || cells[rule]?.[column]?.kind !== 'opaque' || !passesMissing(text, input.text.trim(), feel)) continue;
      findings.push({
        kind: 'missing value',
        severity: 'warning',
        ...aboutEntry(compiled, 'input entry', rule, column),
        expression: expressionPart(text, { from: 0, to: text.length }),
        message: `Rule ${rule + 1} also applies when '${input.label}' is missing: '${text.trim()}' is null then, as the input is. Write the test without the name, or with '?' in its place.`,
        rules: [rule + 1],
        example: { [input.label]: null },
      });
      if (findings.length >= MAX_FINDINGS) return findings;
    }
  }
  return findings;
}
