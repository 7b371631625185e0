/** One executable process element to its model. */
import type { FlowNode, LoopDefinition, ProcessModel, SequenceFlow } from '../model.ts';
import { elementTypeOf } from '../element/index.ts';
import { checkProcess } from '../rule/index.ts';
import { isWithinLimits } from '../rule/within-limits.ts';
import { describe, withArticle, type BpmnElement } from '../source/bpmn-element.ts';
import { linkFlowsOf } from '../source/link-flows.ts';
import type { Compiler, NodeParts } from './compiler.ts';
import { freezeDeep } from '../../json/freeze-deep.ts';
import { compileListeners } from './listeners.ts';
import { compileLoop } from './loop-definition.ts';
import { compileMappings } from './mapping.ts';

/** A node while it is being wired; afterwards it is frozen and read as a `FlowNode`. */
type Wiring = { -readonly [K in keyof FlowNode]: FlowNode[K] } & { readonly incoming: string[]; readonly outgoing: string[]; readonly boundaryEvents: string[] };

/** Elements without a meaning at run time. */
const inert = new Set(['bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);

class Wirer {
  /** By id, as flows see them. */
  readonly nodes = new Map<string, Wiring>();
  /** In document order, the activity of a loop behind its body. */
  readonly all: Wiring[] = [];
  readonly flows: SequenceFlow[] = [];
  readonly #flowElements: BpmnElement[] = [];
  readonly #compiler: Compiler;

  constructor(compiler: Compiler) {
    this.#compiler = compiler;
  }

  /** The process as a node, and everything in it. */
  addProcess(process: BpmnElement, id: string): Wiring {
    const root = wiringOf(id, process, 'process', {});
    this.nodes.set(root.id, root);
    this.all.push(root);
    compileListeners(process, this.#compiler);
    this.#addContent(process, root);
    return root;
  }

  /** Compiles what the process or sub-process contains, into its node. */
  #addContent(container: BpmnElement, into: Wiring): void {
    const eventSubProcesses: string[] = [];
    for (const element of [...(container.flowElements ?? []), ...linkFlowsOf(container)]) {
      if (inert.has(element.$type)) continue;
      if (element.$type === 'bpmn:SequenceFlow') this.#flowElements.push(element);
      else {
        const node = this.#addNode(element);
        if (node === undefined) continue;
        if (node.kind === 'eventSubProcess') eventSubProcesses.push(node.id);
        if (node.kind === 'startEvent' && (node.trigger === null || container.triggeredByEvent === true)) into.start = node.id;
      }
    }
    if (eventSubProcesses.length > 0) into.eventSubProcesses = eventSubProcesses;
  }

  #addNode(element: BpmnElement): Wiring | undefined {
    const type = elementTypeOf(element);
    if (type === undefined) {
      this.#compiler.report.error(element, `Expected only elements that are supported, but ${describe(element)} is not supported yet`);
      return undefined;
    }
    const { id } = element;
    if (id === undefined) {
      this.#compiler.report.error(element, `Expected every flow node to have an id, but found ${withArticle(describe(element))}`);
      return undefined;
    }
    const loop = compileLoop(element, this.#compiler);
    const parts = type.compile(element, this.#compiler);
    const listeners = compileListeners(element, this.#compiler);
    const node = {
      ...wiringOf(id, element, type.kind, parts), ...compileMappings(element, this.#compiler), ...(listeners === undefined ? {} : { listeners }),
    };
    if (loop === undefined) this.#add(node, element);
    else this.#addInLoop(node, element, loop);
    if (element.flowElements !== undefined) this.#addContent(element, node);
    return node;
  }

  #add(node: Wiring, element: BpmnElement): void {
    const { startQuantity = 1, completionQuantity = 1 } = element;
    if (startQuantity !== 1) node.startQuantity = startQuantity;
    if (completionQuantity !== 1) node.completionQuantity = completionQuantity;
    this.nodes.set(node.id, node);
    this.all.push(node);
  }

  /** Flows and boundary events are those of the body, everything else is the activity's, which stands in it. */
  #addInLoop(node: Wiring, element: BpmnElement, loop: LoopDefinition): void {
    this.#add({ ...wiringOf(node.id, element, 'multiInstanceBody', {}), loop }, element);
    node.parent = node.id;
    node.defaultFlow = null;
    this.all.push(node);
  }

  /** Flows are wired from their own source and target; `incoming` and `outgoing` in the XML are not needed. */
  wire(): void {
    for (const element of this.#flowElements) {
      const source = this.nodes.get(element.sourceRef?.id ?? '');
      const target = this.nodes.get(element.targetRef?.id ?? '');
      if (source === undefined || target === undefined) continue; // reported by the rules
      const body = element.conditionExpression?.body;
      const isDefault = element.sourceRef?.default === element;
      const condition = isDefault || element.conditionExpression === undefined ? null : this.#compiler.required(element, 'a condition', body);
      const id = element.id ?? `${source.id}->${target.id}#${this.flows.length}`;
      this.flows.push({ id, source: source.id, target: target.id, condition });
      source.outgoing.push(id);
      target.incoming.push(id);
    }
  }

  attachBoundaryEvents(container: BpmnElement): void {
    for (const element of container.flowElements ?? []) {
      const activity = this.nodes.get(element.attachedToRef?.id ?? '');
      if (activity !== undefined && element.id !== undefined && this.nodes.has(element.id)) activity.boundaryEvents.push(element.id);
      this.attachBoundaryEvents(element);
    }
    this.#attachHandlers(container);
  }

  /** An association leads from a compensation event to what undoes the activity. */
  #attachHandlers(container: BpmnElement): void {
    for (const artifact of container.artifacts ?? []) {
      const pair = compensationOf(artifact);
      const activity = this.nodes.get(pair?.activity ?? '');
      if (pair !== undefined && activity !== undefined && this.nodes.has(pair.handler)) activity.compensatedBy = pair.handler;
    }
  }
}

/** The activity at whose compensation event the association begins, and the handler to which it leads. */
const compensationOf = ({ $type, sourceRef, targetRef }: BpmnElement): { readonly activity: string; readonly handler: string } | undefined => {
  if ($type !== 'bpmn:Association' || sourceRef?.eventDefinitions?.[0]?.$type !== 'bpmn:CompensateEventDefinition') return undefined;
  const [activity, handler] = [sourceRef.attachedToRef?.id, targetRef?.id];
  return activity === undefined || handler === undefined ? undefined : { activity, handler };
};

const wiringOf = (id: string, element: BpmnElement, kind: FlowNode['kind'], parts: NodeParts): Wiring => ({
  id,
  name: element.name ?? null,
  kind,
  parent: kind === 'process' ? null : (element.$parent?.id ?? null),
  incoming: [],
  outgoing: [],
  defaultFlow: element.default?.id ?? null,
  inputs: [],
  outputs: [],
  boundaryEvents: [],
  trigger: parts.trigger ?? null,
  throws: parts.throws ?? null,
  interrupting: parts.interrupting ?? true,
  start: null,
  work: parts.work ?? null,
  ...(parts.activation === undefined ? {} : { activation: parts.activation }),
  ...(parts.instantiates === undefined ? {} : { instantiates: parts.instantiates }),
  ...(parts.adHoc === undefined ? {} : { adHoc: parts.adHoc }),
});

/** `undefined` when the process has errors; they are in the compiler's report. */
export const compileProcess = (process: BpmnElement, compiler: Compiler): ProcessModel | undefined => {
  if (process.id === undefined || !isWithinLimits(process, compiler.report)) return undefined;
  const wirer = new Wirer(compiler);
  const root = wirer.addProcess(process, process.id);
  wirer.wire();
  wirer.attachBoundaryEvents(process);
  checkProcess(process, compiler.report);
  if (compiler.report.hasErrors) return undefined;
  return freezeDeep({ id: root.id, nodes: wirer.all, flows: wirer.flows });
};
