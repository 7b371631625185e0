/** A decision file and the files it imports, from plain data to closures. */
import type { FeelEngine } from '../feel/index.ts';
import { compileExpression } from './boxed/compile-expression.ts';
import { compileFunction } from './boxed/function.ts';
import type { DecisionNode, GraphNode, ImportedUnit, InputNode, KnowledgeNode, Requirement, ServiceNode, Unit } from './graph.ts';
import { compileItemDefinition, typeReference, type TypeSource } from './item-types.ts';
import type { BusinessKnowledgeModel, Decision, DecisionService, Definitions, Requirements } from './model/definitions.ts';
import { InputScope } from './evaluate-node.ts';
import { addMemberNames } from './member-names.ts';
import { MemberNames, Names } from './names.ts';
import type { Problems } from './problem.ts';
import type { DecisionKind } from './report.ts';
import { newOwner, NULL_LOGIC, Site, type Shop } from './site.ts';

const KINDS: Readonly<Record<NonNullable<Decision['logic']>['kind'], DecisionKind>> = {
  decisionTable: 'DECISION_TABLE',
  literalExpression: 'LITERAL_EXPRESSION',
  context: 'CONTEXT',
  invocation: 'INVOCATION',
  functionDefinition: 'FUNCTION_DEFINITION',
  list: 'LIST',
  relation: 'RELATION',
  conditional: 'CONDITIONAL',
  filter: 'FILTER',
  for: 'ITERATOR',
  some: 'ITERATOR',
  every: 'ITERATOR',
};

const MAX_ELEMENTS = 5_000;

export interface UnitOptions {
  readonly feel: FeelEngine;
  readonly problems: Problems;
}

class UnitCompiler {
  readonly #definitions: Definitions;
  readonly #imports: readonly ImportedUnit[];
  readonly #problems: Problems;
  readonly #nodes = new Map<string, GraphNode>();
  readonly #names = new Set<string>();
  readonly #types = new Map<string, TypeSource>();
  readonly #shop: Shop;
  readonly #unit: Unit;

  constructor(definitions: Definitions, imports: readonly ImportedUnit[], { feel, problems }: UnitOptions) {
    this.#definitions = definitions;
    this.#imports = imports;
    this.#problems = problems;
    this.#unit = { definitions, imports, types: this.#types, nodes: this.#nodes, names: this.#names };
    const members = new MemberNames();
    addMemberNames(this.#unit, members);
    const allowed = new Map(definitions.itemDefinitions.map((definition) => [definition.name, definition.allowedValues]));
    this.#shop = {
      feel,
      problems,
      dialect: definitions.dialect,
      members,
      hasType: (name) => hasType(this.#unit, name),
      allowedValues: (typeRef) => (typeRef === undefined ? undefined : allowed.get(typeRef)),
    };
  }

  compile(): Unit {
    const { itemDefinitions, inputData, decisions, knowledgeModels, services } = this.#definitions;
    // Names first: definitions may use each other in any order.
    for (const definition of itemDefinitions) this.#types.set(definition.name, () => ({ kind: 'simple', name: 'Any' }));
    for (const definition of itemDefinitions) {
      this.#types.set(definition.name, compileItemDefinition(definition, this.#site(definition.name, [])));
    }
    for (const input of inputData) this.#addInput(input);
    const decisionNodes = decisions.map((decision) => ({ decision, node: this.#addDecision(decision) }));
    const knowledgeNodes = knowledgeModels.map((model) => ({ model, node: this.#addKnowledge(model) }));
    const serviceNodes = services.map((service) => ({ service, node: this.#addService(service) }));
    for (const { decision, node } of decisionNodes) this.#compileDecision(decision, node);
    for (const { model, node } of knowledgeNodes) this.#compileKnowledge(model, node);
    for (const { service, node } of serviceNodes) this.#linkService(service, node);
    this.#checkSize();
    return this.#unit;
  }

  #checkSize(): void {
    if (this.#nodes.size > MAX_ELEMENTS) {
      this.#problems.fatal(`Expected at most ${MAX_ELEMENTS} decisions, inputs and knowledge models in a file, but there are ${this.#nodes.size}.`);
    }
    if (this.#shop.members.exhausted) {
      this.#problems.fatal('Expected fewer names that expressions can see, but there are too many to read the expressions of this file.');
    }
  }

  #site(element: string, names: Iterable<string>): Site {
    return new Site(this.#shop, newOwner(element, element), new Names(names));
  }

  #add(node: GraphNode, line: number): void {
    if (node.id === '') {
      this.#problems.error('Expected every element to have an id or a name, but one has neither.', { line });
    } else if (this.#nodes.has(node.id)) {
      this.#problems.error(`Expected ids to be unique, but '${node.id}' is used twice.`, { element: node.name, line });
    }
    this.#nodes.set(node.id, node);
    this.#names.add(node.variable.name);
  }

  #type(typeRef: string | undefined, element: string, line: number): InputNode['type'] {
    return this.#definitions.dialect === 'camunda' ? undefined : this.#site(element, []).type(typeRef, line);
  }

  #addInput({ id, name, variable, line }: Definitions['inputData'][number]): void {
    this.#add({ kind: 'input', unit: this.#unit, id, name, variable, place: { element: id, line }, type: this.#type(variable.typeRef, name, line) }, line);
  }

  #addDecision({ id, name, variable, versionTag, logic, line }: Decision): DecisionNode {
    const type = this.#type(variable.typeRef, name, line);
    const node: DecisionNode = {
      kind: 'decision', unit: this.#unit, id, name, variable, place: { element: id, line }, type, versionTag,
      decisionKind: logic === undefined ? 'NONE' : KINDS[logic.kind],
      requirements: [], logic: NULL_LOGIC, learnt: newOwner(id, name),
    };
    this.#add(node, line);
    return node;
  }

  #addKnowledge({ id, name, variable, line }: BusinessKnowledgeModel): KnowledgeNode {
    const node: KnowledgeNode = {
      kind: 'knowledge', unit: this.#unit, id, name, variable, place: { element: id, line }, type: undefined,
      requirements: [], logic: NULL_LOGIC, learnt: newOwner(id, name),
    };
    this.#add(node, line);
    return node;
  }

  #addService({ id, name, variable, line }: DecisionService): ServiceNode {
    const type = this.#type(variable.typeRef, name, line);
    const node: ServiceNode = { kind: 'service', unit: this.#unit, id, name, variable, place: { element: id, line }, type, outputs: [], parameters: [] };
    this.#add(node, line);
    return node;
  }

  #compileDecision(decision: Decision, node: DecisionNode): void {
    node.requirements = this.#requirements(decision.requirements, decision.name, decision.line);
    const site = new Site(this.#shop, node.learnt, new Names(visibleNames(node.requirements)), node.place);
    node.logic = site.typed(compileExpression(decision.logic, site), decision.variable.typeRef, decision.line, decision.name);
  }

  #compileKnowledge(model: BusinessKnowledgeModel, node: KnowledgeNode): void {
    node.requirements = this.#requirements(model.requirements, model.name, model.line);
    // What a model without declared parameters reads may be called like any element of the file.
    const readable = model.logic?.parameters.length === 0 ? this.#names : [];
    const site = new Site(this.#shop, node.learnt, new Names(visibleNames(node.requirements), undefined, readable), node.place);
    if (model.logic !== undefined) {
      node.logic = compileFunction(model.logic, site, {
        name: model.variable.name,
        resultTypeRef: this.#resultType(model),
        implicit: { parameters: () => [...node.learnt.freeReads], scope: (frame) => new InputScope(node, frame) },
      });
    }
  }

  /** DMN 1.1 models give a knowledge model's variable the type of its result, later ones a function type. */
  #resultType({ variable }: BusinessKnowledgeModel): string | undefined {
    if (variable.typeRef === undefined) return undefined;
    const definition = this.#definitions.itemDefinitions.find(({ name }) => name === variable.typeRef);
    if (definition?.functionItem !== undefined) return definition.functionItem.outputTypeRef;
    return typeReference(variable.typeRef).kind === 'function' ? undefined : variable.typeRef;
  }

  #linkService(service: DecisionService, node: ServiceNode): void {
    const link = (references: readonly string[]): GraphNode[] =>
      references.flatMap((reference) => this.#find(reference, service.name, service.line)?.node ?? []);
    node.outputs = link(service.outputDecisions).filter((found) => found.kind === 'decision');
    node.parameters = [...link(service.inputData), ...link(service.inputDecisions)]
      .filter((found) => found.kind === 'input' || found.kind === 'decision');
  }

  #requirements({ inputs, decisions, knowledge }: Requirements, element: string, line: number): readonly Requirement[] {
    return [...inputs, ...decisions, ...knowledge].flatMap((reference) => this.#find(reference, element, line) ?? []);
  }

  #find(reference: string, element: string, line: number): Requirement | undefined {
    const hash = reference.indexOf('#');
    const namespace = reference.slice(0, Math.max(hash, 0));
    const id = reference.slice(hash + 1);
    if (namespace === '' || namespace === this.#definitions.namespace) {
      const node = this.#nodes.get(id);
      if (node !== undefined) return { node, importName: undefined };
    }
    for (const { name, unit } of this.#imports) {
      if (namespace !== '' && unit.definitions.namespace !== namespace) continue;
      const node = unit.nodes.get(id);
      if (node !== undefined) return { node, importName: name === '' ? undefined : name };
    }
    const message = `Expected '${element}' to refer to an element of this file or its imports, but there is no '${reference}'.`;
    this.#problems.error(message, { element, line });
    return undefined;
  }
}

function hasType(unit: Unit, name: string): boolean {
  if (unit.types.has(name)) return true;
  return unit.imports.some((imported) => {
    const prefix = imported.name === '' ? '' : `${imported.name}.`;
    return name.startsWith(prefix) && hasType(imported.unit, name.slice(prefix.length));
  });
}

/** What the logic of an element with these requirements sees. */
function visibleNames(requirements: readonly Requirement[]): readonly string[] {
  return requirements.map(({ node, importName }) => importName ?? node.variable.name);
}

export function compileUnit(definitions: Definitions, imports: readonly ImportedUnit[], options: UnitOptions): Unit {
  return new UnitCompiler(definitions, imports, options).compile();
}
