/** The decisions of a DMN file as people read them: tables, and expressions as they were written. */
import { childNamed, childrenNamed, readXml, textOf, type XmlElement } from './xml-tree.ts';

export const hitPolicies = ['UNIQUE', 'FIRST', 'PRIORITY', 'ANY', 'COLLECT', 'RULE ORDER', 'OUTPUT ORDER'] as const;
export type HitPolicy = (typeof hitPolicies)[number];

export interface TableColumn {
  readonly label: string;
  /** What is compared, or what the result is called, where the label does not say it already. */
  readonly expression: string;
  readonly allowed: string;
}

export interface TableRule {
  readonly id: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly notes: readonly string[];
}

export interface DecisionTable {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: string | null;
  readonly inputs: readonly TableColumn[];
  readonly outputs: readonly TableColumn[];
  readonly notes: readonly string[];
  readonly rules: readonly TableRule[];
}

export type DecisionLogic = DecisionTable | { readonly kind: 'expression'; readonly text: string } | { readonly kind: 'other'; readonly form: string } | { readonly kind: 'none' };

export interface ReadDecision {
  readonly id: string;
  readonly name: string;
  readonly question: string;
  /** Names of the decisions and data that it needs. */
  readonly needs: readonly string[];
  readonly logic: DecisionLogic;
}

const attribute = ({ attributes }: XmlElement, name: string): string => attributes[name] ?? '';

const column = (label: string, expression: string, allowed: string): TableColumn => ({ label: label === '' ? expression : label, expression: label === expression || label === '' ? '' : expression, allowed });

const readTable = (table: XmlElement): DecisionTable => {
  const inputs = childrenNamed(table, 'input').map((input) => column(attribute(input, 'label'), textOf(childNamed(input, 'inputExpression')), textOf(childNamed(input, 'inputValues'))));
  const outputs = childrenNamed(table, 'output').map((output) => column(attribute(output, 'label') || attribute(table, 'outputLabel'), attribute(output, 'name'), textOf(childNamed(output, 'outputValues'))));
  const annotations = childrenNamed(table, 'annotation').map((annotation) => attribute(annotation, 'name'));
  const rules = childrenNamed(table, 'rule').map((rule, index): TableRule => {
    const entries = childrenNamed(rule, 'annotationEntry').map(textOf);
    const description = textOf(childNamed(rule, 'description'));
    return {
      id: attribute(rule, 'id') || String(index + 1),
      inputs: childrenNamed(rule, 'inputEntry').map(textOf),
      outputs: childrenNamed(rule, 'outputEntry').map(textOf),
      notes: description === '' ? entries : [...entries, description],
    };
  });
  const hitPolicy = hitPolicies.find((policy) => policy === attribute(table, 'hitPolicy')) ?? 'UNIQUE';
  return { kind: 'table', hitPolicy, aggregation: attribute(table, 'aggregation') || null, inputs, outputs, notes: annotations, rules };
};

const otherForms = ['context', 'invocation', 'list', 'relation', 'functionDefinition', 'conditional', 'filter', 'for', 'every', 'some'];

const readLogic = (decision: XmlElement): DecisionLogic => {
  const table = childNamed(decision, 'decisionTable');
  if (table !== undefined) return readTable(table);
  const expression = childNamed(decision, 'literalExpression');
  if (expression !== undefined) return { kind: 'expression', text: textOf(expression) };
  const form = decision.children.find(({ name }) => otherForms.includes(name));
  return form === undefined ? { kind: 'none' } : { kind: 'other', form: form.name };
};

export const readDecisions = (xml: string): readonly ReadDecision[] => {
  const [definitions] = readXml(xml).children;
  if (definitions === undefined) return [];
  const names = new Map(definitions.children.map((element) => [attribute(element, 'id'), attribute(element, 'name') || attribute(element, 'id')]));
  return childrenNamed(definitions, 'decision').map((decision) => ({
    id: attribute(decision, 'id'),
    name: attribute(decision, 'name') || attribute(decision, 'id'),
    question: textOf(childNamed(decision, 'question')),
    needs: childrenNamed(decision, 'informationRequirement').flatMap(({ children: [required] }) => {
      const href = required === undefined ? '' : attribute(required, 'href');
      return href === '' ? [] : [names.get(href.slice(href.indexOf('#') + 1)) ?? href];
    }),
    logic: readLogic(decision),
  }));
};
