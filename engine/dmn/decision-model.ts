/** A compiled decision file, as the rest of the engine sees it. */
import type { DecisionNode, GraphNode, KnowledgeNode, Unit } from './graph.ts';
import type { DmnProblem } from './problem.ts';
import type { DecisionKind } from './report.ts';

/** One decision of a file, as a deployment lists it. */
export interface DecisionSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: DecisionKind;
  readonly versionTag?: string;
  /** Names of the data that it and the decisions it requires read. */
  readonly reads: readonly string[];
  /** Ids of the decisions it requires directly. */
  readonly requires: readonly string[];
}

function collectReads(node: GraphNode, reads: Set<string>, seen: Set<GraphNode>): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'input') reads.add(node.variable.name);
  if (node.kind !== 'decision' && node.kind !== 'knowledge') return;
  for (const { node: required } of node.requirements) collectReads(required, reads, seen);
  for (const name of freeData(node)) reads.add(name);
}

/** In a standard model an element that is not required cannot be read, so its name is no datum. */
function freeData({ freeReads, unit }: DecisionNode | KnowledgeNode): readonly string[] {
  if (unit.definitions.dialect === 'camunda') return [...freeReads];
  return [...freeReads].filter((name) => ![...unit.nodes.values()].some((node) => node.variable.name === name));
}

export class DecisionModel {
  /** Id and name of the decision requirements graph. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly decisions: readonly DecisionSummary[];
  readonly warnings: readonly DmnProblem[];
  /** For `evaluateDecision` and `analyseTables`. */
  readonly unit: Unit;

  constructor(unit: Unit, warnings: readonly DmnProblem[]) {
    const { id, name, namespace } = unit.definitions;
    this.id = id;
    this.name = name;
    this.namespace = namespace;
    this.unit = unit;
    this.warnings = warnings;
    this.decisions = [...unit.nodes.values()].filter((node) => node.kind === 'decision').map((node) => {
      const reads = new Set<string>();
      collectReads(node, reads, new Set());
      return {
        id: node.id,
        name: node.name,
        kind: node.decisionKind,
        reads: [...reads],
        requires: node.requirements.flatMap(({ node: required }) => (required.kind === 'decision' ? [required.id] : [])),
        ...(node.versionTag === undefined ? {} : { versionTag: node.versionTag }),
      };
    });
  }

  /** By id, else by name. */
  find(idOrName: string): GraphNode | undefined {
    return this.unit.nodes.get(idOrName) ?? [...this.unit.nodes.values()].find((node) => node.name === idOrName && node.kind !== 'input');
  }
}
