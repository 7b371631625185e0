/**
 * The values of one walk through a requirements graph: each element is evaluated at most once per
 * frame. A decision service opens a frame of its own, in which only its parameters are known.
 */
import type { FeelContext, FeelValue } from '../feel/index.ts';
import type { Evaluation } from './evaluation.ts';
import { ItemTypes } from './item-types.ts';
import type { GraphNode, Unit } from './graph.ts';
import type { Data } from './scope.ts';

interface Walk {
  readonly evaluation: Evaluation;
  readonly data: Data;
  readonly values: Map<GraphNode, FeelValue | undefined>;
  readonly frames: Map<Unit, Frame>;
}

export class Frame {
  readonly unit: Unit;
  readonly types: ItemTypes;
  /** What expressions of this unit run with. */
  readonly feel: FeelContext;
  readonly #walk: Walk;

  private constructor(unit: Unit, walk: Walk) {
    this.unit = unit;
    this.#walk = walk;
    walk.frames.set(unit, this);
    this.types = new ItemTypes(this);
    this.feel = walk.evaluation.feelContext(this.types);
  }

  static open(evaluation: Evaluation, unit: Unit, data: Data, values: ReadonlyMap<GraphNode, FeelValue> = new Map()): Frame {
    return new Frame(unit, { evaluation, data, values: new Map(values), frames: new Map() });
  }

  get evaluation(): Evaluation {
    return this.#walk.evaluation;
  }

  /** The data the evaluation was given. */
  get data(): Data {
    return this.#walk.data;
  }

  /** Of all units; undefined stands for data that was not given. */
  get values(): Map<GraphNode, FeelValue | undefined> {
    return this.#walk.values;
  }

  /** The same walk, seen from another unit, with that unit's types. */
  in(unit: Unit): Frame {
    return this.#walk.frames.get(unit) ?? new Frame(unit, this.#walk);
  }
}
