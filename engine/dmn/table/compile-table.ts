/** Decision tables to closures (DMN 1.5 §8). */
import { Context, isList, type FeelScope, type FeelValue } from '../../feel/index.ts';
import { Decimal } from '../../feel/decimal.ts';
import type { Frame } from '../frame.ts';
import type { Logic } from '../graph.ts';
import type { DecisionTable, Entry, InputClause, OutputClause, Rule } from '../model/expression.ts';
import type { Place } from '../place.ts';
import type { MatchedRule } from '../report.ts';
import { EMPTY_SCOPE, TestScope } from '../scope.ts';
import type { PlacedText, Site } from '../site.ts';
import { ANY_CELL, readCell, type Cell } from './cell.ts';
import { compileCell, compileTest, type CellTest } from './cell-test.ts';
import { compileHitPolicy, type Match, type Priorities, type Resolve } from './hit-policy.ts';
import { RuleIndex } from './rule-index.ts';

/** What the analysis of a table needs. */
export interface CompiledTable {
  readonly table: DecisionTable;
  readonly owner: string;
  readonly place: Place;
  /** `cells[rule][column]`. */
  readonly cells: readonly (readonly Cell[])[];
}

interface Input {
  readonly clause: InputClause;
  readonly place: Place;
  readonly logic: Logic;
  /** Whether the value is one that the column allows. */
  readonly admits: CellTest | undefined;
}

interface Output {
  readonly clause: OutputClause;
  readonly place: Place;
  readonly fallback: Logic | undefined;
  readonly admits: CellTest | undefined;
  readonly priorities: (frame: Frame) => Priorities;
}

interface RuleLogic {
  readonly rule: Rule;
  readonly tests: readonly CellTest[];
  readonly outputs: readonly Logic[];
}

/** A decimal that a double can stand for becomes one, so that the index and the fast tests apply. */
function simplified(value: FeelValue): FeelValue {
  if (!(value instanceof Decimal)) return value;
  const double = value.toNumber();
  return new Decimal(double).eq(value) ? double : value;
}

function compileInput(clause: InputClause, index: number, table: Site): Input {
  const site = table.at({ part: 'input', column: index + 1, line: clause.line });
  const logic = site.typed(site.literal(clause.text, clause.line), clause.typeRef, clause.line, clause.label);
  const enforced = clause.inputValues !== undefined && site.shop.dialect === 'standard';
  return { clause, logic, place: site.place, admits: enforced ? compileTest(clause.inputValues, site.with(['?']), clause.line) : undefined };
}

function compilePriorities(values: string | undefined, site: Site, line: number): (frame: Frame) => Priorities {
  if (values === undefined || values.trim() === '') return () => [];
  const program = site.program(`[${values}]`, 'expression', line);
  return (frame) => {
    const listed = program === undefined ? null : frame.evaluation.take(program.evaluate(EMPTY_SCOPE, frame.feel), site.place);
    return listed !== null && isList(listed) ? listed : [];
  };
}

function compileOutput(clause: OutputClause, index: number, ordered: boolean, table: Site): Output {
  const site = table.at({ part: 'output', column: index + 1, line: clause.line });
  const { outputValues, defaultEntry, line, typeRef } = clause;
  const enforced = outputValues !== undefined && outputValues.trim() !== '' && site.shop.dialect === 'standard';
  return {
    clause,
    place: site.place,
    fallback: defaultEntry === undefined ? undefined : site.typed(site.literal(defaultEntry, line), typeRef, line, clause.name),
    admits: enforced ? compileTest(outputValues, site.with(['?']), line) : undefined,
    // Without output values, the order of the allowed values of the output's type counts.
    priorities: ordered ? compilePriorities(outputValues ?? site.shop.allowedValues(typeRef), site, line) : () => [],
  };
}

/** `rule` counts from 1, `column` from 0. */
export function entryPlace(part: 'input entry' | 'output entry', rule: number, column: number, { id, line }: Entry): Omit<Place, 'element'> {
  return { part, rule, column: column + 1, line, ...(id === undefined ? {} : { expressionId: id }) };
}

interface NumberedRule {
  readonly rule: Rule;
  /** From 1. */
  readonly number: number;
  readonly cells: readonly Cell[];
}

function compileRule({ rule, number, cells }: NumberedRule, outputs: readonly OutputClause[], table: Site, testSite: Site): RuleLogic {
  return {
    rule,
    tests: rule.inputEntries.map((entry, index) =>
      compileCell(entry.text, cells[index] ?? ANY_CELL, entry.line, () => testSite.at(entryPlace('input entry', number, index, entry)))),
    outputs: outputs.map(({ typeRef, name }, index) => {
      const entry = rule.outputEntries[index] ?? { text: '', line: rule.line };
      const site = table.at(entryPlace('output entry', number, index, entry));
      return site.typed(site.literal(entry.text, entry.line), typeRef, entry.line, name);
    }),
  };
}

/** One use of a table: its inputs, each with a scope that knows it as `?`. */
interface Question {
  readonly inputs: readonly FeelValue[];
  readonly tests: readonly FeelScope[];
  readonly scope: FeelScope;
  readonly frame: Frame;
}

class TableLogic {
  readonly #owner: string;
  readonly #table: DecisionTable;
  readonly #inputs: readonly Input[];
  readonly #outputs: readonly Output[];
  readonly #rules: readonly RuleLogic[];
  readonly #index: RuleIndex;
  readonly #resolve: Resolve;

  constructor(table: DecisionTable, cells: readonly (readonly Cell[])[], site: Site) {
    const ordered = table.hitPolicy === 'PRIORITY' || table.hitPolicy === 'OUTPUT ORDER';
    this.#owner = site.owner.name;
    this.#table = table;
    this.#inputs = table.inputs.map((clause, index) => compileInput(clause, index, site));
    this.#outputs = table.outputs.map((clause, index) => compileOutput(clause, index, ordered, site));
    const testSite = site.with(['?']);
    this.#rules = table.rules.map((rule, index) => compileRule({ rule, number: index + 1, cells: cells[index] ?? [] }, table.outputs, site, testSite));
    this.#index = new RuleIndex(cells, table.inputs.length);
    this.#resolve = compileHitPolicy(table, site);
  }

  evaluate(scope: FeelScope, frame: Frame): FeelValue {
    const { evaluation } = frame;
    const inputs = this.#inputs.map(({ logic }) => simplified(logic(scope, frame)));
    const question: Question = { inputs, tests: inputs.map((value) => new TestScope(value, scope)), scope, frame };
    const refused = this.#inputs.findIndex(({ admits }, index) =>
      admits !== undefined && inputs[index] !== null && !admits(inputs[index] ?? null, question.tests[index] ?? scope, frame));
    const candidates = this.#index.candidates(inputs);
    if (!evaluation.spend(1 + candidates.length)) return null;
    const matches = refused === -1 ? this.#match(candidates, question) : [];
    if (evaluation.failure !== undefined) return null;
    this.#report(inputs, matches, frame);
    const input = this.#inputs[refused];
    if (input !== undefined) return evaluation.warn('DISALLOWED_INPUT', input.place, { name: input.clause.label });
    return matches.length === 0 ? this.#unmatched(scope, frame) : this.#matched(matches, frame);
  }

  #match(candidates: readonly number[], { inputs, tests, scope, frame }: Question): readonly Match[] {
    const matches: Match[] = [];
    for (const number of candidates) {
      const rule = this.#rules[number];
      if (rule === undefined || !rule.tests.every((test, column) => test(inputs[column] ?? null, tests[column] ?? scope, frame))) continue;
      matches.push({ rule: number, outputs: rule.outputs.map((output) => output(scope, frame)) });
      if (this.#table.hitPolicy === 'FIRST') break;
    }
    return matches;
  }

  #matched(matches: readonly Match[], frame: Frame): FeelValue {
    for (const { rule, outputs } of matches) {
      for (const [index, { admits, clause, place }] of this.#outputs.entries()) {
        const value = outputs[index] ?? null;
        if (admits === undefined || value === null || admits(value, new TestScope(value), frame)) continue;
        return frame.evaluation.warn('DISALLOWED_OUTPUT', place, { name: clause.name, rules: [rule + 1] });
      }
    }
    return this.#resolve(matches, this.#outputs.map(({ priorities }) => priorities(frame)), frame);
  }

  /** The default outputs; without any, what an empty collection is, else null. */
  #unmatched(scope: FeelScope, frame: Frame): FeelValue {
    if (this.#outputs.some(({ fallback }) => fallback !== undefined)) {
      const values = this.#outputs.map(({ fallback }) => fallback?.(scope, frame) ?? null);
      if (values.length === 1) return values[0] ?? null;
      return new Context(this.#outputs.map(({ clause }, index) => [clause.name, values[index] ?? null]));
    }
    if (this.#table.hitPolicy !== 'COLLECT' || frame.unit.definitions.dialect === 'camunda') return null;
    if (this.#table.aggregation === undefined) return [];
    return this.#table.aggregation === 'COUNT' ? 0 : null;
  }

  #report(inputs: readonly FeelValue[], matches: readonly Match[], frame: Frame): void {
    const { evaluation } = frame;
    evaluation.reportTable({
      owner: this.#owner,
      ...(this.#table.id === undefined ? {} : { tableId: this.#table.id }),
      inputs: this.#inputs.map(({ clause: { id, label } }, index) =>
        ({ inputId: id, inputName: label, value: evaluation.reported(inputs[index] ?? null) })),
      matchedRules: matches.flatMap(({ rule: number, outputs }): MatchedRule[] => {
        const rule = this.#rules[number]?.rule;
        if (rule === undefined) return [];
        return [{
          ruleId: rule.id,
          ruleIndex: number + 1,
          outputs: this.#outputs.map(({ clause: { id, name } }, index) =>
            ({ outputId: id, outputName: name, value: evaluation.reported(outputs[index] ?? null) })),
          ...(rule.description === undefined ? {} : { description: rule.description }),
        }];
      }),
    });
  }
}

export function compileTable(table: DecisionTable, site: Site): Logic {
  const cells = table.rules.map((rule) => rule.inputEntries.map(({ text }) => readCell(text, site.shop.feel)));
  const here = site.at({ part: 'table', ...(table.id === undefined ? {} : { tableId: table.id }) });
  site.owner.tables.push({ table, owner: site.owner.name, place: here.place, cells });
  const logic = new TableLogic(table, cells, here);
  return (scope, frame) => logic.evaluate(scope, frame);
}

/** All entries of a table with their places, as warnings name them. */
export function entriesOf({ table, place }: CompiledTable): readonly PlacedText[] {
  return table.rules.flatMap(({ inputEntries, outputEntries }, index) => [
    ...inputEntries.map((entry, column) => ({ text: entry.text, place: { ...place, ...entryPlace('input entry', index + 1, column, entry) } })),
    ...outputEntries.map((entry, column) => ({ text: entry.text, place: { ...place, ...entryPlace('output entry', index + 1, column, entry) } })),
  ]);
}
