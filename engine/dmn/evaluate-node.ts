/** Walks the requirements graph: what an element needs first, then its logic. */
import { Context, FeelFunction, type FeelScope, type FeelValue } from '../feel/index.ts';
import { convert, convertData } from './conversion.ts';
import { Frame } from './frame.ts';
import type { DecisionNode, GraphNode, InputNode, KnowledgeNode, Requirement, ServiceNode } from './graph.ts';
import { NO_DATA } from './scope.ts';

/**
 * Data beyond the requirements. Camunda shows all of it; DMN shows an element only through a
 * requirement, so here only names that stand for no element of the file are found.
 */
class UnrequiredData implements FeelScope {
  readonly #frame: Frame;
  readonly #hidden: ReadonlySet<string>;

  constructor(frame: Frame) {
    this.#frame = frame;
    this.#hidden = frame.unit.definitions.dialect === 'camunda' ? new Set() : frame.unit.names;
  }

  get(name: string): ReturnType<FeelScope['get']> {
    return this.#hidden.has(name) ? undefined : this.#frame.data.get(name);
  }
}

/** What is required, under its names; knowledge is looked up when asked for, since it may refer to itself. */
class RequirementScope implements FeelScope {
  readonly #values = new Map<string, FeelValue>();
  readonly #functions = new Map<string, KnowledgeNode | ServiceNode>();
  readonly #frame: Frame;
  readonly #outer: FeelScope;

  constructor(requirements: readonly Requirement[], frame: Frame) {
    this.#frame = frame;
    this.#outer = new UnrequiredData(frame);
    const imported = new Map<string, Map<string, FeelValue>>();
    for (const { node, importName } of requirements) {
      if (importName === undefined && (node.kind === 'knowledge' || node.kind === 'service')) {
        this.#functions.set(node.variable.name, node);
        continue;
      }
      const value = valueOf(node, frame);
      if (value === undefined) continue;
      if (importName === undefined) {
        this.#values.set(node.variable.name, value);
      } else {
        const entries = imported.get(importName) ?? new Map<string, FeelValue>();
        imported.set(importName, entries.set(node.variable.name, value));
      }
    }
    for (const [importName, entries] of imported) this.#values.set(importName, new Context(entries));
  }

  get(name: string): ReturnType<FeelScope['get']> {
    const value = this.#values.get(name);
    if (value !== undefined) return value;
    const node = this.#functions.get(name);
    return node === undefined ? this.#outer.get(name) : valueOf(node, this.#frame);
  }
}

/** What a knowledge model sees that declares no parameters and is called without any: its file's input data. */
export class InputScope implements FeelScope {
  readonly #inputs: ReadonlyMap<string, GraphNode>;
  readonly #frame: Frame;
  readonly #outer: FeelScope;

  constructor(model: KnowledgeNode, frame: Frame) {
    const inputs = [...model.unit.nodes.values()].filter(({ kind }) => kind === 'input');
    this.#inputs = new Map(inputs.map((node) => [node.variable.name, node]));
    this.#frame = frame;
    this.#outer = new RequirementScope(model.requirements, frame);
  }

  get(name: string): ReturnType<FeelScope['get']> {
    const required = this.#outer.get(name);
    if (required !== undefined) return required;
    const input = this.#inputs.get(name);
    return input === undefined ? undefined : valueOf(input, this.#frame);
  }
}

/** The value of an element, evaluated at most once per frame; undefined for data that was not given. */
export function valueOf(node: GraphNode, anyFrame: Frame): FeelValue | undefined {
  if (anyFrame.values.has(node)) return anyFrame.values.get(node);
  const frame = anyFrame.in(node.unit);
  const value = evaluateNode(node, frame);
  frame.values.set(node, value);
  return value;
}

function evaluateNode(node: GraphNode, frame: Frame): FeelValue | undefined {
  switch (node.kind) {
    case 'input': return givenValue(node, frame);
    case 'decision': return decide(node, frame);
    case 'knowledge': return node.logic(new RequirementScope(node.requirements, frame), frame);
    case 'service': return serviceFunction(node, frame);
  }
}

/** The datum with the element's name, converted to its type; undefined when it was not given. */
function givenValue(node: InputNode | DecisionNode, frame: Frame): FeelValue | undefined {
  const { name } = node.variable;
  const given = frame.data.get(name);
  if (given === undefined || given === null) return given;
  if (node.type === undefined) return given;
  const converted = convertData(given, node.type, frame);
  if (converted !== undefined) return converted;
  return frame.evaluation.warn('WRONG_TYPE', node.place, { name });
}

function decide(node: DecisionNode, frame: Frame): FeelValue {
  const { evaluation } = frame;
  if (evaluation.failure !== undefined) return null;
  // A decision without logic is made elsewhere: its result may be given.
  if (node.decisionKind === 'NONE') return givenValue(node, frame) ?? null;
  const { value, tables } = evaluation.decide(node, () => {
    const scope = new RequirementScope(node.requirements, frame);
    return evaluation.failure === undefined ? node.logic(scope, frame) : null;
  });
  const own = node.decisionKind === 'DECISION_TABLE' ? tables.at(-1) : undefined;
  evaluation.decisions.push({
    decisionId: node.id,
    decisionName: node.name,
    kind: node.decisionKind,
    output: evaluation.reported(value),
    inputs: own?.inputs ?? [],
    matchedRules: own?.matchedRules ?? [],
    tables,
  });
  return value;
}

/** DMN 1.5 §10.4: a service is a function of its input data and input decisions. */
function serviceFunction(node: ServiceNode, frame: Frame): FeelFunction {
  const parameters = node.parameters.map((parameter) => {
    const { type, unit, variable } = parameter;
    return { name: variable.name, ...(type === undefined ? {} : { type: frame.in(unit).types.resolve(type) }) };
  });
  return new FeelFunction(node.name, [{
    parameters,
    call: (args) => frame.evaluation.call(() => serve(node, args, frame)),
  }]);
}

/** Evaluates the output decisions with nothing known but the arguments. */
function serve(node: ServiceNode, args: readonly FeelValue[], caller: Frame): FeelValue {
  const given = new Map<GraphNode, FeelValue>(node.parameters.map((parameter, index) => [parameter, args[index] ?? null]));
  const frame = Frame.open(caller.evaluation, node.unit, NO_DATA, given);
  const outputs = node.outputs.map((output): readonly [string, FeelValue] => [output.variable.name, valueOf(output, frame) ?? null]);
  const value = outputs.length === 1 ? outputs[0]?.[1] ?? null : new Context(outputs);
  if (node.type === undefined || value === null) return value;
  // The variable's type is that of the function, or, in older files, that of its result.
  const type = frame.types.resolve(node.type);
  return convert(value, type.kind === 'function' ? type.result : type, frame)
    ?? caller.evaluation.warn('WRONG_TYPE', node.place, { name: node.name });
}
