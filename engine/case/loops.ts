/** What loops go over and what their instances have given, by the body of the loop. */
import type { Json } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { assign, type UndoLog } from '../stream/undo-log.ts';

export interface Loop {
  /** How many instances there will be; -1 when its condition says so each time. */
  readonly size: number;
  readonly items: readonly Json[] | null;
  /** Instances that were made, and those of them that completed or were ended. */
  readonly created: number;
  readonly completed: number;
  readonly terminated: number;
  /** What the instances have given, by position from 0; not all need be there. */
  readonly outputs: readonly (Json | undefined)[];
}

type Counter = 'created' | 'completed' | 'terminated';

/** `[body, size, items, created, completed, terminated, [[position, output], …]]` */
export type LoopsSnapshot = readonly (readonly [Ordinal, number, readonly Json[] | null, number, number, number, readonly (readonly [number, Json])[]])[];

type Row = { -readonly [K in Exclude<keyof Loop, 'outputs'>]: Loop[K] } & { readonly outputs: (Json | undefined)[] };

/** Rows are changed in place: an output must not cost what there are outputs. */
export class Loops {
  readonly #rows = new Map<Ordinal, Row>();
  readonly #undo: UndoLog;

  constructor(undo: UndoLog) {
    this.#undo = undo;
  }

  get isEmpty(): boolean {
    return this.#rows.size === 0;
  }

  get(body: Ordinal): Loop | undefined {
    return this.#rows.get(body);
  }

  start(body: Ordinal, size: number, items: readonly Json[] | null): void {
    this.#undo.add(() => void this.#rows.delete(body));
    this.#rows.set(body, { size, items, created: 0, completed: 0, terminated: 0, outputs: [] });
  }

  count(body: Ordinal, counter: Counter): void {
    const row = this.#rows.get(body);
    if (row !== undefined) assign(this.#undo, row, counter, row[counter] + 1);
  }

  collect(body: Ordinal, position: number, output: Json): void {
    const row = this.#rows.get(body);
    if (row === undefined) return;
    const before = row.outputs[position];
    const { length } = row.outputs;
    this.#undo.add(() => {
      row.outputs[position] = before;
      row.outputs.length = length;
    });
    row.outputs[position] = output;
  }

  /** The body is gone. */
  drop(body: Ordinal): void {
    const row = this.#rows.get(body);
    if (row === undefined) return;
    this.#undo.add(() => void this.#rows.set(body, row));
    this.#rows.delete(body);
  }

  toJSON(): LoopsSnapshot {
    return [...this.#rows]
      .sort(([a], [b]) => a - b)
      .map(([body, { size, items, created, completed, terminated, outputs }]) => {
        const given = outputs.flatMap((output, position) => (output === undefined ? [] : [[position, output] as const]));
        return [body, size, items, created, completed, terminated, given];
      });
  }

  restore(snapshot: LoopsSnapshot): void {
    for (const [body, size, items, created, completed, terminated, given] of snapshot) {
      const outputs: (Json | undefined)[] = [];
      for (const [position, output] of given) outputs[position] = output;
      this.#rows.set(body, { size, items, created, completed, terminated, outputs });
    }
  }
}
