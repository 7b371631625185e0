/** Entries whose literals do not fit the type or the allowed values of their column. */
import type { Json } from '../../json/json.ts';
import { toJson, type FeelEngine, type FeelValue } from '../../feel/index.ts';
import { ANY_CELL, readCell } from '../table/cell.ts';
import { coveredBy, createAxis, kindOf, literalsOf, quote, type ValueKind } from './axis.ts';
import { MAX_FINDINGS, type TableFinding } from './finding.ts';
import { literalOutput, type TableMap, type TypeLookup } from './table-map.ts';

const NOUNS: Readonly<Record<ValueKind, string>> = {
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
  date: 'a date',
  time: 'a time',
  'date and time': 'a date and time',
  'years and months duration': 'a duration in years and months',
  'days and time duration': 'a duration in days and hours',
};

interface Column {
  readonly label: string;
  readonly kind: ValueKind | undefined;
  readonly allowed: string | undefined;
  readonly verb: string;
}

/** Why the value does not fit; undefined when it does. */
function objection(value: FeelValue, column: Column, feel: FeelEngine): string | undefined {
  const { kind, allowed } = column;
  const found = kindOf(value);
  if (kind !== undefined && found !== undefined && found !== kind) return `'${column.label}' is ${NOUNS[kind]}`;
  if (allowed === undefined || value === null) return undefined;
  const own = { kind: 'parts', negated: false, parts: [{ kind: 'equal', value }] } as const;
  const axis = createAxis({ label: column.label, kind: kind ?? found, allowed: ANY_CELL }, [own, readCell(allowed, feel)], feel);
  const admitted = coveredBy(readCell(allowed, feel), axis).possible;
  return (coveredBy(own, axis).possible & admitted) === 0n ? `'${column.label}' allows ${allowed.trim()} only` : undefined;
}

export function findMismatches({ compiled: { table, owner, cells } }: TableMap, types: TypeLookup, feel: FeelEngine): readonly TableFinding[] {
  const findings: TableFinding[] = [];
  const check = (values: readonly FeelValue[], column: Column, rule: number): void => {
    for (const value of values) {
      const why = findings.length < MAX_FINDINGS ? objection(value, column, feel) : undefined;
      if (why === undefined) continue;
      const example: { [column: string]: Json } = { [column.label]: toJson(value) };
      findings.push({
        kind: 'mismatch',
        severity: 'warning',
        owner,
        ...(table.id === undefined ? {} : { tableId: table.id }),
        message: `Rule ${rule + 1} ${column.verb} ${quote(value)}, but ${why}.`,
        rules: [rule + 1],
        example,
      });
    }
  };
  table.rules.forEach((rule, index) => {
    table.inputs.forEach(({ label, typeRef, inputValues }, column) => {
      const cell = cells[index]?.[column];
      const about = { label, kind: types.kind(typeRef), allowed: inputValues ?? types.allowed(typeRef), verb: 'asks for' };
      if (cell !== undefined) check(literalsOf([cell]), about, index);
    });
    table.outputs.forEach(({ label, typeRef, outputValues }, column) => {
      const literal = literalOutput(rule.outputEntries[column] ?? '', feel);
      const about = { label, kind: types.kind(typeRef), allowed: outputValues ?? types.allowed(typeRef), verb: 'gives' };
      if (literal !== undefined) check([literal.value], about, index);
    });
  });
  return findings;
}
