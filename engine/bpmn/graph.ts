/** The process model, looked up: nodes by what names them, flows by id, and where inclusive gateways join. */
import type { ElementKind } from '../case/event.ts';
import { compileInclusiveJoin, type InclusiveJoin } from './behavior/inclusive-join.ts';
import type { FlowNode, ProcessModel, SequenceFlow } from './model.ts';

export class Graph {
  readonly model: ProcessModel;
  readonly root: FlowNode;
  readonly #nodes: ReadonlyMap<string, FlowNode>;
  readonly #flows: ReadonlyMap<string, SequenceFlow>;
  readonly #order: ReadonlyMap<string, number>;
  /** By the id of the scope in which they join. */
  readonly #inclusiveJoins = new Map<string, InclusiveJoin[]>();
  readonly #handlers: ReadonlySet<string>;
  readonly #complexJoins = new Map<string, FlowNode[]>();

  constructor(model: ProcessModel) {
    this.model = model;
    this.#nodes = new Map(model.nodes.map((node) => [nodeName(node.id, node.kind), node]));
    this.#flows = new Map(model.flows.map((flow) => [flow.id, flow]));
    this.#order = new Map(model.flows.map(({ id }, index) => [id, index]));
    this.#handlers = new Set(model.nodes.flatMap(({ compensatedBy }) => compensatedBy ?? []));
    const [root] = model.nodes;
    if (root === undefined) throw new Error(`Expected process '${model.id}' to have a root node, but it has no nodes`);
    this.root = root;
    for (const node of model.nodes) {
      if (node.kind === 'complexGateway' && node.activation !== undefined && node.parent !== null)
        this.#complexJoins.set(node.parent, [...(this.#complexJoins.get(node.parent) ?? []), node]);
      if (node.kind !== 'inclusiveGateway' || node.incoming.length < 2 || node.parent === null) continue;
      const joins = this.#inclusiveJoins.get(node.parent);
      const join = compileInclusiveJoin(node, this);
      if (joins === undefined) this.#inclusiveJoins.set(node.parent, [join]);
      else joins.push(join);
    }
  }

  get hasInclusiveJoins(): boolean {
    return this.#inclusiveJoins.size > 0;
  }

  /** Complex gateways in the scope that join. */
  complexJoinsIn(scope: FlowNode): readonly FlowNode[] {
    return this.#complexJoins.get(scope.id) ?? [];
  }

  get hasComplexJoins(): boolean {
    return this.#complexJoins.size > 0;
  }

  inclusiveJoinsIn(scope: FlowNode): readonly InclusiveJoin[] {
    return this.#inclusiveJoins.get(scope.id) ?? [];
  }

  find(id: string, kind?: ElementKind): FlowNode | undefined {
    return this.#nodes.get(nodeName(id, kind));
  }

  /** The node of an element; the body of a multi-instance activity and its inner activity share an id, not a kind. */
  node(id: string, kind?: ElementKind): FlowNode {
    const node = this.find(id, kind);
    if (node === undefined) throw new Error(`Expected process '${this.model.id}' to have element '${id}', but it has not`);
    return node;
  }

  /** Where a token or a compensation enters the element: the body of its loop, if it has one. */
  entry(id: string): FlowNode {
    return this.find(id, 'multiInstanceBody') ?? this.node(id);
  }

  /** Start event of the event sub-process that undoes what is in the scope. */
  compensationIn({ eventSubProcesses = [] }: FlowNode): FlowNode | undefined {
    for (const id of eventSubProcesses) {
      const { start } = this.node(id);
      const event = start === null ? undefined : this.node(start);
      if (event?.trigger?.type === 'compensation') return event;
    }
    return undefined;
  }

  /** Whether it undoes another, and so begins only then. */
  isHandler(id: string): boolean {
    return this.#handlers.has(id);
  }

  flow(id: string): SequenceFlow {
    const flow = this.#flows.get(id);
    if (flow === undefined) throw new Error(`Expected process '${this.model.id}' to have sequence flow '${id}', but it has not`);
    return flow;
  }

  target(flow: string): FlowNode {
    return this.entry(this.flow(flow).target);
  }

  /** Document order, for things that are taken up together. */
  inOrder(flows: Iterable<string>): string[] {
    return [...flows].filter((id) => this.#order.has(id)).sort((a, b) => (this.#order.get(a) ?? 0) - (this.#order.get(b) ?? 0));
  }
}

const nodeName = (id: string, kind: ElementKind | undefined): string => (kind === 'multiInstanceBody' ? `body ${id}` : id);
