/** Who has completed the user tasks of a case, by element and there the last one: no more than the model has user tasks, however often one is repeated. */
import type { UndoLog } from '../stream/undo-log.ts';

export type CompletersSnapshot = readonly (readonly [element: string, by: string | null])[];

export class Completers {
  readonly #last = new Map<string, string | null>();
  readonly #undo: UndoLog;

  constructor(undo: UndoLog) {
    this.#undo = undo;
  }

  /** Id of the person or client; null: the engine, or nobody yet. */
  get(element: string): string | null {
    return this.#last.get(element) ?? null;
  }

  set(element: string, by: string | null): void {
    const before = this.#last.get(element);
    if (before === by) return;
    this.#undo.add(() => void (before === undefined ? this.#last.delete(element) : this.#last.set(element, before)));
    this.#last.set(element, by);
  }

  /** Undefined: nobody. In the order of elements, so that it is the same for equal states. */
  toJSON(): CompletersSnapshot | undefined {
    if (this.#last.size === 0) return undefined;
    return [...this.#last].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  restore(snapshot: CompletersSnapshot): void {
    for (const [element, by] of snapshot) this.#last.set(element, by);
  }
}
