/** Finds the states that a definition names as targets, by XState's rules. */
import type { StateFormat, StatechartFormat } from './format.ts';
import type { StatePath } from './model.ts';
import { propertyPath } from './source.ts';

export const childPath = (parent: StatePath, name: string): StatePath => (parent === '' ? name : `${parent}.${name}`);

export type Target = { readonly ok: true; readonly path: StatePath } | { readonly ok: false; readonly message: string };

type Node = StateFormat | StatechartFormat;

export class Targets {
  /** Every state by its path; the root by the empty path. */
  readonly nodes = new Map<StatePath, Node>();
  /** Ids that two states share, with the property of the second. */
  readonly duplicates: { readonly id: string; readonly property: string }[] = [];
  readonly #ids = new Map<string, StatePath>();

  constructor(format: StatechartFormat) {
    this.#add(format, '', '');
  }

  #add(node: Node, path: StatePath, property: string): void {
    this.nodes.set(path, node);
    if (node.id !== undefined) {
      if (this.#ids.has(node.id)) this.duplicates.push({ id: node.id, property });
      else this.#ids.set(node.id, path);
    }
    for (const [name, child] of Object.entries(node.states ?? {}))
      this.#add(child, childPath(path, name), propertyPath(propertyPath(property, 'states'), name));
  }

  /**
   * `name` is a sibling of the source (and `name.inner` a state in it), `.name` a state inside the
   * source, `#id` a state by its id or, from the definition's id, by its path.
   */
  resolve(source: StatePath, target: string): Target {
    if (target.startsWith('#')) return this.#byId(target);
    if (target.startsWith('.')) return this.#existing(childPath(source, target.slice(1)), target, source);
    if (source === '')
      return {
        ok: false,
        message: `Expected a target inside the statechart, but '${target}' would be its sibling: write '.${target}'`,
      };
    const dot = source.lastIndexOf('.');
    return this.#existing(childPath(dot < 0 ? '' : source.slice(0, dot), target), target, source);
  }

  #byId(target: string): Target {
    const [id = '', ...names] = target.slice(1).split('.');
    const start = this.#ids.get(id);
    if (start === undefined) {
      const known = [...this.#ids.keys()].map((other) => `#${other}`).join(', ');
      return { ok: false, message: `Expected a state for target '${target}', but no state has the id '${id}' (known: ${known})` };
    }
    return this.#existing(names.reduce(childPath, start), target, start);
  }

  #existing(path: StatePath, target: string, source: StatePath): Target {
    if (this.nodes.has(path)) return { ok: true, path };
    const from = source === '' ? 'the statechart' : `state '${source}'`;
    return { ok: false, message: `Expected a state for target '${target}', but there is no state '${path}' (from ${from})` };
  }
}
