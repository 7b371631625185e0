/**
 * Names for what a case consists of. Keys are of one run only; a name says the element and which of its
 * instances is meant, in the order in which they began: `element check#2`, `task check#2`, `job check#2`,
 * `timer late on check#2`, `incident check#2`, `variable total` (of the case), `variable check#2.total`.
 * What belongs to another than the first case of a script has the suffix ` of case#2`.
 */
import type { JsonObject } from './recording.ts';

export type Row = JsonObject;

/** A row of a search, as it came. */
export interface Found {
  readonly [field: string]: unknown;
}

/** Everything found of one case, each list in order of keys. */
export interface FoundCase {
  readonly key: string;
  readonly instance: Found;
  readonly elements: readonly Found[];
  readonly tasks: readonly Found[];
  readonly jobs: readonly Found[];
  readonly timers: readonly Found[];
  readonly subscriptions: readonly Found[];
  readonly incidents: readonly Found[];
  readonly variables: readonly Found[];
  /** Events that a statechart takes now. */
  readonly events: readonly Found[];
}

/** Names by key, and keys by name. */
export class Subjects {
  readonly #keys = new Map<string, string>();
  readonly #names = new Map<string, string>();

  /** The name, with the number of its turn when others bear it already. */
  add(name: string, key: string): string {
    let given = name;
    for (let turn = 2; this.#keys.has(given); turn += 1) given = `${name}/${turn}`;
    this.#keys.set(given, key);
    this.#names.set(key, given);
    return given;
  }

  keyOf(name: string): string | undefined {
    return this.#keys.get(name);
  }

  nameOf(key: unknown): string | undefined {
    return this.#names.get(String(key));
  }

  /** A text of the server without keys, which are long numbers. */
  withoutKeys(told: string): string {
    return told.replace(/\d{8,}/g, (digits) => this.#names.get(digits) ?? '(key)');
  }
}

/** Names the element instances of a case: `check#1`, `check#2` in order of their keys. */
export const nameElements = (elements: readonly Found[]): ReadonlyMap<string, string> => {
  const counts = new Map<string, number>();
  return new Map(
    elements.map(({ elementInstanceKey, elementId }) => {
      const id = String(elementId);
      const count = (counts.get(id) ?? 0) + 1;
      counts.set(id, count);
      return [String(elementInstanceKey), `${id}#${count}`];
    }),
  );
};
