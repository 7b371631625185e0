/** One executable process element to its frozen graph. */
import { compileInclusiveJoin } from '../behavior/inclusive-join.ts';
import type { ElementKind } from '../../case/event.ts';
import type { ElementBehavior, FlowNode, Mapping, ProcessModel, SequenceFlow, Trigger } from '../model.ts';
import { describe, withArticle, type BpmnElement } from '../source/bpmn-element.ts';
import { linkFlowsOf } from '../source/link-flows.ts';
import { checkProcess } from '../rule/index.ts';
import { isWithinLimits } from '../rule/within-limits.ts';
import type { Compiler } from './compiler.ts';
import { withConditionalFlows } from './conditional-flows.ts';
import { elementTypes } from './element-types.ts';
import { compileMappings } from './mapping.ts';

/** The graph while it is being wired; afterwards it is frozen and read as a `FlowNode`. */
interface Wiring extends FlowNode {
  readonly behavior: ElementBehavior;
  readonly kind: ElementKind;
  readonly incoming: SequenceFlow[];
  readonly outgoing: SequenceFlow[];
  readonly boundaryEvents: Wiring[];
  readonly inputs: readonly Mapping[];
  readonly trigger: Trigger | null;
  start: Wiring | null;
}

/** Elements without a meaning at run time. */
const inert = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

class Graph {
  readonly nodes = new Map<string, Wiring>();
  readonly flows = new Map<string, SequenceFlow>();
  readonly #flowElements: BpmnElement[] = [];
  readonly #compiler: Compiler;

  constructor(compiler: Compiler) {
    this.#compiler = compiler;
  }

  /** Compiles what the process or sub-process contains; gives its none start event. */
  addContent(container: BpmnElement): Wiring | null {
    let start: Wiring | null = null;
    for (const element of [...(container.flowElements ?? []), ...linkFlowsOf(container)]) {
      if (inert.has(element.$type)) continue;
      if (element.$type === 'bpmn:SequenceFlow') this.#flowElements.push(element);
      else if (element.$type === 'bpmn:StartEvent') start = this.#addNode(element) ?? start;
      else this.#addNode(element);
    }
    return start;
  }

  #addNode(element: BpmnElement): Wiring | undefined {
    const type = elementTypes[element.$type];
    if (type === undefined) {
      this.#compiler.report.error(element, `Expected only elements that are supported, but ${describe(element)} is not supported yet`);
      return undefined;
    }
    if (element.id === undefined) {
      this.#compiler.report.error(element, `Expected every flow node to have an id, but found ${withArticle(describe(element))}`);
      return undefined;
    }
    const { behavior, trigger = null, interrupting = true } = type.compile(element, this.#compiler);
    const node: Wiring = {
      id: element.id,
      name: element.name ?? null,
      kind: type.kind,
      parent: element.$parent?.$type === 'bpmn:Process' ? null : (element.$parent?.id ?? null),
      behavior: withConditionalFlows(element, behavior),
      trigger,
      interrupting,
      incoming: [],
      outgoing: [],
      boundaryEvents: [],
      start: null,
      ...compileMappings(element, this.#compiler),
    };
    this.nodes.set(node.id, node);
    if (element.flowElements !== undefined) node.start = this.addContent(element);
    return node;
  }

  /** Flows are wired from their own source and target; `incoming` and `outgoing` in the XML are not needed. */
  wire(): void {
    for (const element of this.#flowElements) {
      const source = this.nodes.get(element.sourceRef?.id ?? '');
      const target = this.nodes.get(element.targetRef?.id ?? '');
      if (source === undefined || target === undefined) continue; // reported by the rules
      const body = element.conditionExpression?.body;
      const condition = element.conditionExpression === undefined ? null : this.#compiler.required(element, 'a condition', body);
      const id = element.id ?? `${source.id}->${target.id}#${this.flows.size}`;
      const flow = Object.freeze({ id, index: this.flows.size, source, target, condition });
      this.flows.set(id, flow);
      source.outgoing.push(flow);
      target.incoming.push(flow);
    }
  }

  attachBoundaryEvents(container: BpmnElement): void {
    for (const element of container.flowElements ?? []) {
      const event = this.nodes.get(element.id ?? '');
      const activity = this.nodes.get(element.attachedToRef?.id ?? '');
      if (event !== undefined && activity !== undefined) activity.boundaryEvents.push(event);
      this.attachBoundaryEvents(element);
    }
  }

  freeze(): void {
    for (const node of this.nodes.values()) {
      for (const list of [node.incoming, node.outgoing, node.boundaryEvents, node.inputs, node.outputs]) Object.freeze(list);
      Object.freeze(node);
    }
  }
}

/** `undefined` when the process has errors; they are in the compiler's report. */
export const compileProcess = (process: BpmnElement, compiler: Compiler): ProcessModel | undefined => {
  if (!isWithinLimits(process, compiler.report)) return undefined;
  const graph = new Graph(compiler);
  const start = graph.addContent(process);
  graph.wire();
  graph.attachBoundaryEvents(process);
  checkProcess(process, compiler.report);
  if (compiler.report.hasErrors || start === null || process.id === undefined) return undefined;
  graph.freeze();
  const joins = [...graph.nodes.values()].filter(({ behavior, incoming }) => behavior.joins === 'inclusive' && incoming.length > 1);
  const inclusiveJoins = joins.map((join) => compileInclusiveJoin(join, graph.nodes));
  return Object.freeze({ id: process.id, start, nodes: graph.nodes, flows: graph.flows, inclusiveJoins });
};
