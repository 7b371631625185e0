/** Collects the names of entries that expressions of a file may reach with a dot. */
import type { Unit } from './graph.ts';
import type { ItemDefinition } from './model/definitions.ts';
import type { Expression } from './model/expression.ts';
import type { MemberNames } from './names.ts';

function addTypeNames(definition: ItemDefinition, members: MemberNames): void {
  for (const component of definition.components) {
    members.add(component.name);
    addTypeNames(component, members);
  }
  for (const parameter of definition.functionItem?.parameters ?? []) members.add(parameter.name);
}

function parts(expression: Expression): readonly (Expression | undefined)[] {
  switch (expression.kind) {
    case 'context': return expression.entries.map(({ value }) => value);
    case 'invocation': return [expression.callee, ...expression.bindings.map(({ value }) => value)];
    case 'functionDefinition': return [expression.body];
    case 'list': return expression.items;
    case 'relation': return expression.rows.flat();
    case 'conditional': return [expression.condition, expression.consequence, expression.alternative];
    case 'filter': return [expression.source, expression.match];
    case 'for':
    case 'some':
    case 'every': return [expression.source, expression.body];
    default: return [];
  }
}

function addExpressionNames(expression: Expression | undefined, members: MemberNames): void {
  if (expression === undefined) return;
  if (expression.kind === 'context') for (const { variable } of expression.entries) members.add(variable?.name ?? '');
  if (expression.kind === 'relation') for (const column of expression.columns) members.add(column.name);
  if (expression.kind === 'decisionTable') for (const output of expression.outputs) members.add(output.name);
  // Parameters are names in calls such as `f(first name: "x")`; knowledge models may leave theirs to the invocation.
  if (expression.kind === 'invocation') for (const { parameter } of expression.bindings) members.add(parameter.name);
  if (expression.kind === 'functionDefinition') for (const parameter of expression.parameters) members.add(parameter.name);
  for (const part of parts(expression)) addExpressionNames(part, members);
}

/** The names of a file and of everything it imports. */
export function addMemberNames(unit: Unit, members: MemberNames): void {
  const { itemDefinitions, decisions, knowledgeModels } = unit.definitions;
  for (const definition of itemDefinitions) addTypeNames(definition, members);
  for (const { logic } of [...decisions, ...knowledgeModels]) addExpressionNames(logic, members);
  for (const { unit: imported } of unit.imports) {
    const { inputData, services } = imported.definitions;
    for (const { variable } of [...inputData, ...imported.definitions.decisions, ...imported.definitions.knowledgeModels, ...services]) {
      members.add(variable.name);
    }
    addMemberNames(imported, members);
  }
}
