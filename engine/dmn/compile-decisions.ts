/** From the XML of a decision file to a model that can be evaluated. */
import type { FeelEngine } from '../feel/index.ts';
import { compileUnit } from './compile-unit.ts';
import { DecisionModel } from './decision-model.ts';
import type { GraphNode, ImportedUnit, Unit } from './graph.ts';
import type { Definitions, Import } from './model/definitions.ts';
import { DMN_NAMESPACES } from './model/reading.ts';
import { readDefinitions } from './model/read-definitions.ts';
import { Problems, type DmnProblem } from './problem.ts';

/** A file as it is deployed. */
export interface DecisionFile {
  readonly name: string;
  readonly xml: string;
}

/** What an import says about the file it means; `name` is the prefix of its elements. */
export interface ImportWanted {
  readonly namespace: string;
  readonly location?: string;
  readonly name: string;
}

export interface CompileOptions {
  /** Gives an imported file; undefined when there is none. */
  readonly resolveImport?: (wanted: ImportWanted) => DecisionFile | undefined;
  /** What is wrong in a file (an expression that is not FEEL, a reference to nothing) is null instead of refusing it; for conformance suites. */
  readonly tolerant?: boolean;
}

export type DecisionCompilation =
  | { readonly ok: true; readonly model: DecisionModel }
  | { readonly ok: false; readonly problems: readonly DmnProblem[] };

/** More files in one model, or a longer chain of requirements, are refused. */
const MAX_FILES = 100;
const MAX_CHAIN = 500;

class ModelLoader {
  readonly problems: Problems;
  readonly #feel: FeelEngine;
  readonly #options: CompileOptions;
  readonly #units = new Map<string, Unit>();
  readonly #open: string[] = [];

  constructor(feel: FeelEngine, options: CompileOptions) {
    this.#feel = feel;
    this.#options = options;
    this.problems = new Problems(options.tolerant);
  }

  load(xml: string): Unit | undefined {
    const reading = readDefinitions(xml, this.#options.tolerant);
    this.problems.take(reading.problems);
    return reading.ok ? this.#compile(reading.definitions) : undefined;
  }

  #compile(definitions: Definitions): Unit {
    this.#open.push(definitions.namespace);
    const imports = definitions.imports.flatMap((wanted): ImportedUnit[] => {
      const unit = this.#import(wanted);
      return unit === undefined ? [] : [{ name: wanted.name, unit }];
    });
    this.#open.pop();
    const unit = compileUnit(definitions, imports, { feel: this.#feel, problems: this.problems });
    this.#units.set(definitions.namespace, unit);
    return unit;
  }

  #import({ name, namespace, importType, location, line }: Import): Unit | undefined {
    if (!DMN_NAMESPACES.has(importType)) {
      this.problems.warning(`Expected '${name}' to import a decision file, but its type '${importType}' is another; it is ignored.`, { line });
      return undefined;
    }
    const loaded = this.#units.get(namespace);
    if (loaded !== undefined) return loaded;
    if (this.#open.includes(namespace)) {
      this.problems.error(`Expected imports to end, but '${namespace}' imports itself.`, { line });
      return undefined;
    }
    const file = this.#units.size + this.#open.length < MAX_FILES
      ? this.#options.resolveImport?.({ namespace, name, ...(location === undefined ? {} : { location }) })
      : undefined;
    if (file === undefined) {
      this.problems.error(`Expected the imported file '${name}' with namespace '${namespace}', but it cannot be found.`, { line });
      return undefined;
    }
    return this.problems.inFile(file.name, () => this.load(file.xml));
  }
}

function requiredBy(node: GraphNode): readonly GraphNode[] {
  if (node.kind === 'service') return node.outputs;
  // A knowledge model may call itself and others in a circle: recursion ends at run time.
  return node.kind === 'decision' ? node.requirements.map((requirement) => requirement.node).filter((required) => required.kind === 'decision') : [];
}

/** Decisions must not require themselves (DMN 1.5 §6.2.2.1), nor form chains that exhaust the stack. */
function checkRequirements(unit: Unit, problems: Problems): void {
  const finished = new Map<GraphNode, number>();
  const visit = (node: GraphNode, path: readonly GraphNode[]): number => {
    const known = finished.get(node);
    if (known !== undefined) return known;
    if (path.includes(node)) {
      problems.error(`Expected decisions not to require themselves, but '${node.name}' does.`, { element: node.name });
      return 0;
    }
    if (path.length > MAX_CHAIN) {
      problems.fatal(`Expected at most ${MAX_CHAIN} decisions that require one another in a row, but there are more.`, { element: node.name });
      return 0;
    }
    let length = 0;
    for (const required of requiredBy(node)) length = Math.max(length, 1 + visit(required, [...path, node]));
    if (length > MAX_CHAIN) {
      problems.fatal(`Expected at most ${MAX_CHAIN} decisions that require one another in a row, but there are more.`, { element: node.name });
    }
    finished.set(node, length);
    return length;
  };
  for (const node of unit.nodes.values()) visit(node, []);
}

/**
 * Compiles a decision file (DMN 1.1 to 1.5) and what it imports. Never throws on bad input; what can be
 * tolerated comes as warnings with the model.
 */
export function compileDecisions(xml: string, feel: FeelEngine, options: CompileOptions = {}): DecisionCompilation {
  const loader = new ModelLoader(feel, options);
  const unit = loader.load(xml);
  const { problems } = loader;
  if (unit !== undefined) checkRequirements(unit, problems);
  if (unit === undefined || problems.refused) return { ok: false, problems: problems.list };
  return { ok: true, model: new DecisionModel(unit, problems.list) };
}
