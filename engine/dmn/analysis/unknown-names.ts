/** Names in the expressions of a file that nothing in it gives a meaning. */
import type { GraphNode, Unit } from '../graph.ts';
import { placeKey, type Place } from '../place.ts';
import type { UnknownName } from '../site.ts';
import { expressionPart, MAX_FINDINGS, type TableFinding } from './finding.ts';

interface Owned extends UnknownName {
  readonly node: GraphNode;
}

export class UnknownNames {
  readonly #unit: Unit;
  readonly #all: readonly Owned[];
  /** Names that are read somewhere else than in the outputs of tables: there they surely are data. */
  readonly #data: ReadonlySet<string>;
  readonly #byPlace = new Map<string, Owned[]>();

  constructor(unit: Unit) {
    this.#unit = unit;
    this.#all = [...unit.nodes.values()].flatMap((node) =>
      (node.kind === 'decision' || node.kind === 'knowledge' ? node.learnt.unknown.map((found) => ({ ...found, node })) : []));
    this.#data = new Set([...unit.names, ...this.#all.filter(({ place }) => place.rule === undefined).map(({ name }) => name)]);
    for (const found of this.#all) {
      const key = placeKey(found.place);
      const others = this.#byPlace.get(key);
      if (others === undefined) this.#byPlace.set(key, [found]);
      else others.push(found);
    }
  }

  /** Those of an entry, when all names in it are unknown and none is read as a datum elsewhere. */
  strangersAt(place: Place): readonly string[] {
    const found = this.#byPlace.get(placeKey(place)) ?? [];
    return found.every(({ name, isCalled }) => !isCalled && !this.#data.has(name)) ? found.map(({ name }) => name) : [];
  }

  /** Functions that do not exist, and elements of the file that are read without being required, which is always null. */
  findings(functions: ReadonlySet<string>): readonly TableFinding[] {
    const isStandard = this.#unit.definitions.dialect === 'standard';
    return this.#all.flatMap(({ name, isCalled, node, place, text, ...span }): TableFinding[] => {
      if (isCalled ? functions.has(name) : !isStandard || !this.#unit.names.has(name) || isImplicit(node)) return [];
      const message = isCalled
        ? `Expected a function that exists, but there is no '${name}'; the call gives null.`
        : `Expected '${node.name}' to require '${name}', but it does not; '${name}' is null here.`;
      return [{
        kind: isCalled ? 'unknown function' : 'unknown name',
        severity: 'warning',
        owner: node.name,
        ...(place.tableId === undefined ? {} : { tableId: place.tableId }),
        place,
        expression: expressionPart(text, span),
        message,
        rules: place.rule === undefined ? [] : [place.rule],
        example: {},
      }];
    }).slice(0, MAX_FINDINGS);
  }
}

/** A knowledge model without declared parameters takes the names it reads as such. */
function isImplicit(node: GraphNode): boolean {
  if (node.kind !== 'knowledge') return false;
  const model = node.unit.definitions.knowledgeModels.find(({ id }) => id === node.id);
  return model?.logic?.parameters.length === 0;
}
