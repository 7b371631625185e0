/** Decision tables from XML (DMN 1.5 §8.3). */
import type { Aggregation, DecisionTable, Entry, HitPolicy, InputClause, OutputClause, Rule } from './expression.ts';
import { normalizeName, type Reading } from './reading.ts';
import type { XmlElement } from './xml-document.ts';

const HIT_POLICIES: readonly string[] = ['UNIQUE', 'ANY', 'PRIORITY', 'FIRST', 'RULE ORDER', 'OUTPUT ORDER', 'COLLECT'] satisfies HitPolicy[];
const AGGREGATIONS: readonly string[] = ['SUM', 'COUNT', 'MIN', 'MAX'] satisfies Aggregation[];

const isHitPolicy = (text: string): text is HitPolicy => HIT_POLICIES.includes(text);
const isAggregation = (text: string): text is Aggregation => AGGREGATIONS.includes(text);

function readInput(reading: Reading, element: XmlElement, index: number): InputClause {
  const expression = reading.child(element, 'inputExpression');
  if (expression !== undefined) reading.expectFeel(expression);
  const text = (expression === undefined ? undefined : reading.child(expression, 'text'))?.text ?? '';
  const typeRef = expression === undefined ? undefined : reading.typeRef(expression);
  const inputValues = reading.textIn(element, 'inputValues');
  return {
    id: element.attributes.get('id') ?? `input ${index + 1}`,
    label: normalizeName(element.attributes.get('label') ?? text),
    text,
    ...(typeRef === undefined ? {} : { typeRef }),
    ...(inputValues === undefined ? {} : { inputValues }),
    line: element.line,
  };
}

function readOutput(reading: Reading, element: XmlElement, index: number): OutputClause {
  const label = normalizeName(element.attributes.get('label') ?? '');
  const name = reading.name(element) || label || `output ${index + 1}`;
  const typeRef = reading.typeRef(element);
  const outputValues = reading.textIn(element, 'outputValues');
  const defaultEntry = reading.textIn(element, 'defaultOutputEntry');
  return {
    id: element.attributes.get('id') ?? `output ${index + 1}`,
    name,
    label: label || name,
    ...(typeRef === undefined ? {} : { typeRef }),
    ...(outputValues === undefined ? {} : { outputValues }),
    ...(defaultEntry === undefined ? {} : { defaultEntry }),
    line: element.line,
  };
}

function readRule(reading: Reading, element: XmlElement, index: number, table: { inputs: number; outputs: number }): Rule {
  const entries = (name: string): Entry[] =>
    reading.children(element, name).map((entry) => {
      reading.expectFeel(entry);
      const id = entry.attributes.get('id');
      return { text: reading.child(entry, 'text')?.text ?? '', line: entry.line, ...(id === undefined ? {} : { id }) };
    });
  const inputEntries = entries('inputEntry');
  const outputEntries = entries('outputEntry');
  if (inputEntries.length !== table.inputs || outputEntries.length !== table.outputs) {
    reading.problems.error(
      `Expected rule ${index + 1} to have ${table.inputs} input and ${table.outputs} output entries, `
        + `but it has ${inputEntries.length} and ${outputEntries.length}.`,
      { line: element.line },
    );
  }
  const description = reading.child(element, 'description')?.text.trim() ?? '';
  return {
    id: element.attributes.get('id') ?? `rule ${index + 1}`,
    inputEntries,
    outputEntries,
    ...(description === '' ? {} : { description }),
    line: element.line,
  };
}

export function readTable(reading: Reading, element: XmlElement): DecisionTable {
  const inputs = reading.children(element, 'input').map((input, index) => readInput(reading, input, index));
  const outputs = reading.children(element, 'output').map((output, index) => readOutput(reading, output, index));
  const policy = (element.attributes.get('hitPolicy') ?? 'UNIQUE').replaceAll('_', ' ');
  const aggregation = element.attributes.get('aggregation');
  const { line } = element;
  if (!isHitPolicy(policy)) {
    reading.problems.error(`Expected a hit policy among ${HIT_POLICIES.join(', ')}, but found '${policy}'.`, { line });
  }
  if (aggregation !== undefined && !isAggregation(aggregation)) {
    reading.problems.error(`Expected an aggregation among ${AGGREGATIONS.join(', ')}, but found '${aggregation}'.`, { line });
  }
  if (outputs.length === 0) reading.problems.error('Expected a decision table with at least one output, but it has none.', { line });
  const size = { inputs: inputs.length, outputs: outputs.length };
  return {
    kind: 'decisionTable',
    hitPolicy: isHitPolicy(policy) ? policy : 'UNIQUE',
    ...(aggregation !== undefined && isAggregation(aggregation) ? { aggregation } : {}),
    inputs,
    outputs,
    rules: reading.children(element, 'rule').map((rule, index) => readRule(reading, rule, index, size)),
    ...reading.common(element),
  };
}
