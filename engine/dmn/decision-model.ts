/** A compiled decision file, as the rest of the engine sees it. */
import type { GraphNode, Unit } from './graph.ts';
import type { DmnProblem } from './problem.ts';
import { placeKey } from './place.ts';
import type { DecisionKind } from './report.ts';
import { entriesOf } from './table/compile-table.ts';
import { warningText, type DecisionWarning } from './warning.ts';

/** One decision of a file, as a deployment lists it. */
export interface DecisionSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: DecisionKind;
  readonly versionTag?: string;
  /** Ids of the decisions it requires directly. */
  readonly requires: readonly string[];
}

/** Names of data that the logic of the element itself reads. */
function ownReads(node: GraphNode): readonly string[] {
  if (node.kind === 'input') return [node.variable.name];
  if (node.kind === 'service') return [];
  const { definitions, names } = node.unit;
  // In a standard model an element that is not required cannot be read, so its name is no datum.
  return [...node.learnt.freeReads].filter((name) => definitions.dialect === 'camunda' || !names.has(name));
}

/** The texts of all expressions, those of imported files after the file's own. */
function textsOf(unit: Unit): ReadonlyMap<string, string> {
  const texts = new Map(unit.imports.flatMap((imported) => [...textsOf(imported.unit)]));
  for (const node of unit.nodes.values()) {
    if (node.kind !== 'decision' && node.kind !== 'knowledge') continue;
    for (const { place, text } of node.learnt.expressions) texts.set(placeKey(place), text);
    for (const table of node.learnt.tables) for (const { place, text } of entriesOf(table)) texts.set(placeKey(place), text);
  }
  return texts;
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
  #texts: ReadonlyMap<string, string> | undefined;

  constructor(unit: Unit, warnings: readonly DmnProblem[]) {
    const { id, name, namespace } = unit.definitions;
    this.id = id;
    this.name = name;
    this.namespace = namespace;
    this.unit = unit;
    this.warnings = warnings;
    this.decisions = [...unit.nodes.values()].filter((node) => node.kind === 'decision').map((node) => ({
      id: node.id,
      name: node.name,
      kind: node.decisionKind,
      requires: node.requirements.flatMap(({ node: required }) => (required.kind === 'decision' ? [required.id] : [])),
      ...(node.versionTag === undefined ? {} : { versionTag: node.versionTag }),
    }));
  }

  /** By id, else by name. */
  find(idOrName: string): GraphNode | undefined {
    return this.unit.nodes.get(idOrName) ?? [...this.unit.nodes.values()].find((node) => node.name === idOrName && node.kind !== 'input');
  }

  /** What an evaluation of this model warned about, as a sentence. */
  warningText(warning: DecisionWarning): string {
    this.#texts ??= textsOf(this.unit);
    return warningText(warning, this.#texts.get(placeKey(warning.place)) ?? '');
  }

  /** Names of the data that a decision and everything it requires read; empty for an unknown one. */
  reads(decision: string): readonly string[] {
    const reads = new Set<string>();
    const seen = new Set<GraphNode>();
    const open = [this.find(decision)];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (seen.has(node)) continue;
      seen.add(node);
      for (const name of ownReads(node)) reads.add(name);
      if (node.kind === 'decision' || node.kind === 'knowledge') open.push(...node.requirements.map((requirement) => requirement.node));
    }
    return [...reads];
  }
}
