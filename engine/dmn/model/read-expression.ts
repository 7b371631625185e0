/** Boxed expressions from XML (DMN 1.5 §7.3 and §10.2). */
import type { Expression, FunctionDefinition, Invocation, Relation } from './expression.ts';
import type { Reading } from './reading.ts';
import { readTable } from './read-table.ts';
import type { XmlElement } from './xml-document.ts';

type Read = (reading: Reading, element: XmlElement) => Expression;

/** The boxed expression that stands directly in the element. */
export function expressionIn(reading: Reading, element: XmlElement | undefined): Expression | undefined {
  for (const child of element?.children ?? []) {
    const read = child.namespace === reading.root.namespace ? READERS.get(child.name) : undefined;
    if (read !== undefined) return read(reading, child);
  }
  return undefined;
}

function expressionsIn(reading: Reading, element: XmlElement): readonly (Expression | undefined)[] {
  return element.children.flatMap((child) => {
    const read = child.namespace === reading.root.namespace ? READERS.get(child.name) : undefined;
    return read === undefined ? [] : [read(reading, child)];
  });
}

const part = (reading: Reading, element: XmlElement, name: string): Expression | undefined =>
  expressionIn(reading, reading.child(element, name));

function readLiteral(reading: Reading, element: XmlElement): Expression {
  reading.expectFeel(element);
  if (reading.child(element, 'importedValues') !== undefined) {
    reading.problems.error('Expected an expression with its text in this file, but its values are imported.', { line: element.line });
  }
  return { kind: 'literalExpression', text: reading.child(element, 'text')?.text ?? '', ...reading.common(element) };
}

function readContext(reading: Reading, element: XmlElement): Expression {
  const entries = reading.children(element, 'contextEntry').map((entry) => {
    const variable = reading.child(entry, 'variable');
    const value = expressionIn(reading, entry);
    return variable === undefined ? { value } : { variable: reading.variable(variable), value };
  });
  return { kind: 'context', entries, ...reading.common(element) };
}

function readInvocation(reading: Reading, element: XmlElement): Invocation {
  const bindings = reading.children(element, 'binding').map((binding) => {
    const parameter = reading.child(binding, 'parameter');
    return {
      parameter: parameter === undefined ? { name: '' } : reading.variable(parameter),
      value: expressionIn(reading, binding),
    };
  });
  return { kind: 'invocation', callee: expressionIn(reading, element), bindings, ...reading.common(element) };
}

/** Also the `encapsulatedLogic` of a business knowledge model, which has the same content. */
export function readFunction(reading: Reading, element: XmlElement): FunctionDefinition {
  const kind = element.attributes.get('kind');
  return {
    kind: 'functionDefinition',
    language: kind === 'Java' || kind === 'PMML' ? kind : 'FEEL',
    parameters: reading.children(element, 'formalParameter').map((parameter) => reading.variable(parameter)),
    body: expressionIn(reading, element),
    ...reading.common(element),
  };
}

function readRelation(reading: Reading, element: XmlElement): Relation {
  return {
    kind: 'relation',
    columns: reading.children(element, 'column').map((column) => reading.variable(column)),
    rows: reading.children(element, 'row').map((row) => expressionsIn(reading, row)),
    ...reading.common(element),
  };
}

function readIterator(kind: 'for' | 'some' | 'every', body: string): Read {
  return (reading, element) => ({
    kind,
    variable: element.attributes.get('iteratorVariable') ?? '',
    source: part(reading, element, 'in'),
    body: part(reading, element, body),
    ...reading.common(element),
  });
}

const READERS: ReadonlyMap<string, Read> = new Map<string, Read>([
  ['literalExpression', readLiteral],
  ['context', readContext],
  ['decisionTable', readTable],
  ['invocation', readInvocation],
  ['functionDefinition', readFunction],
  ['list', (reading, element) => ({ kind: 'list', items: expressionsIn(reading, element), ...reading.common(element) })],
  ['relation', readRelation],
  ['conditional', (reading, element) => ({
    kind: 'conditional',
    condition: part(reading, element, 'if'),
    consequence: part(reading, element, 'then'),
    alternative: part(reading, element, 'else'),
    ...reading.common(element),
  })],
  ['filter', (reading, element) => ({
    kind: 'filter',
    source: part(reading, element, 'in'),
    match: part(reading, element, 'match'),
    ...reading.common(element),
  })],
  ['for', readIterator('for', 'return')],
  ['some', readIterator('some', 'satisfies')],
  ['every', readIterator('every', 'satisfies')],
]);
