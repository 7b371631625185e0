/**
 * The values of one walk through a requirements graph: each element is evaluated at most once per
 * frame. A decision service opens a frame of its own, in which only its parameters are known.
 */
import type { FeelContext, FeelValue } from '../feel/index.ts';
import type { Evaluation } from './evaluation.ts';
import { ItemTypes } from './item-types.ts';
import type { GraphNode, Unit } from './graph.ts';
import type { Data } from './scope.ts';

export class Frame {
  readonly evaluation: Evaluation;
  readonly unit: Unit;
  readonly types: ItemTypes;
  /** What expressions of this unit run with. */
  readonly feel: FeelContext;
  /** The data the evaluation was given. */
  readonly data: Data;
  /** Shared by the frames of all units; undefined stands for data that was not given. */
  readonly values: Map<GraphNode, FeelValue | undefined>;
  readonly #units: Map<Unit, Frame>;

  private constructor(evaluation: Evaluation, unit: Unit, data: Data, values: Map<GraphNode, FeelValue | undefined>, units: Map<Unit, Frame>) {
    this.evaluation = evaluation;
    this.unit = unit;
    this.data = data;
    this.values = values;
    this.#units = units;
    units.set(unit, this);
    this.types = new ItemTypes(this);
    this.feel = evaluation.feelContext(this.types);
  }

  static open(evaluation: Evaluation, unit: Unit, data: Data, values: ReadonlyMap<GraphNode, FeelValue> = new Map()): Frame {
    return new Frame(evaluation, unit, data, new Map(values), new Map());
  }

  /** The same walk, seen from another unit, with that unit's types. */
  in(unit: Unit): Frame {
    return this.#units.get(unit) ?? new Frame(this.evaluation, unit, this.data, this.values, this.#units);
  }
}
