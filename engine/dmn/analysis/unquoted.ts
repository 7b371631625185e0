/** Entries that look like texts, but are read as names: `dept-manager` is `dept` minus `manager`, and null. */
import { aboutEntry, expressionPart, MAX_FINDINGS, type TableFinding } from './finding.ts';
import type { TableMap, TypeLookup } from './table-map.ts';
import type { UnknownNames } from './unknown-names.ts';

/** Words joined by hyphens, dots, slashes. */
const WORDS = /^\s*([\p{L}_][\p{L}\p{N}_]*(?:\s*[-./]\s*[\p{L}\p{N}_]+)*)\s*$/u;

export function findUnquoted({ compiled }: TableMap, types: TypeLookup, unknown: UnknownNames): readonly TableFinding[] {
  const { table } = compiled;
  const findings: TableFinding[] = [];
  const check = (part: 'input entry' | 'output entry', rule: number, column: number, text: string): void => {
    const words = WORDS.exec(text)?.[1];
    const at = aboutEntry(compiled, part, rule, column);
    if (words === undefined || findings.length >= MAX_FINDINGS) return;
    const names = unknown.strangersAt(at.place);
    if (names.length === 0) return;
    const { label, typeRef } = (part === 'input entry' ? table.inputs : table.outputs)[column] ?? { label: '' };
    const kind = types.kind(typeRef);
    if (kind !== undefined && kind !== 'string') return;
    const variables = names.map((name) => `'${name}'`).join(' and ');
    const from = text.indexOf(words);
    findings.push({
      kind: 'unquoted',
      severity: 'warning',
      ...at,
      expression: expressionPart(text, { from, to: from + words.length }),
      message: `Rule ${rule + 1} ${part === 'input entry' ? 'asks for' : 'gives'} ${words} in '${label}', which reads the variable${names.length > 1 ? 's' : ''} ${variables}. A text needs quotation marks: "${words}".`,
      rules: [rule + 1],
      example: {},
    });
  };
  table.rules.forEach((rule, index) => {
    rule.inputEntries.forEach(({ text }, column) => check('input entry', index, column, text));
    rule.outputEntries.forEach(({ text }, column) => check('output entry', index, column, text));
  });
  return findings;
}
