/** The shapes of all kinds of streams in one table, ready for sealing and opening: a type has one shape wherever it stands. */
import { caseShape } from '../case/shapes.ts';
import { deploymentShape } from '../definition/shapes.ts';
import { canonical } from '../json/canonical.ts';
import { messageShape } from '../message/shapes.ts';
import type { Field } from '../stream/shape.ts';

export type NamedField = Field & {
  readonly name: string;
  /** Canonical text of the default. */
  readonly fallbackText: string | undefined;
};

export interface TypeShape {
  readonly type: string;
  /** In the order of the record. */
  readonly record: readonly NamedField[];
  readonly payload: readonly NamedField[];
}

export interface ShapeTable {
  readonly commands: ReadonlyMap<string, TypeShape>;
  readonly events: ReadonlyMap<string, TypeShape>;
  readonly endings: ReadonlySet<string>;
}

/** A type, or a field of a type, of another release: whoever meets it must leave the stream alone. */
export class UnknownTypeError extends Error {
  readonly type: string;

  constructor(type: string, message = `Expected a command or an event that this release knows, but found '${type}'`) {
    super(message);
    this.name = 'UnknownTypeError';
    this.type = type;
  }
}

export const shapeOf = (shapes: ReadonlyMap<string, TypeShape>, type: string): TypeShape => {
  const shape = shapes.get(type);
  if (shape === undefined) throw new UnknownTypeError(type);
  return shape;
};

interface Fields {
  readonly [name: string]: Field;
}

/** A `StreamShape` whose union of types is forgotten. */
interface LooseShape {
  readonly commands: { readonly [type: string]: Fields };
  readonly events: { readonly [type: string]: Fields };
  readonly endings: readonly string[];
}

const typeShape = (type: string, fields: Fields): TypeShape => {
  const named = Object.entries(fields).map(([name, field]): NamedField => ({
    ...field, name, fallbackText: field.absent === 'default' ? canonical(field.fallback) : undefined,
  }));
  return { type, record: named.filter(({ part }) => part === 'record'), payload: named.filter(({ part }) => part === 'payload') };
};

const joined = (tables: readonly { readonly [type: string]: Fields }[]): ReadonlyMap<string, TypeShape> => {
  const shapes = new Map<string, TypeShape>();
  for (const [type, fields] of tables.flatMap((table) => Object.entries(table))) {
    if (shapes.has(type)) throw new RangeError(`Expected one shape of '${type}', but there are two`);
    shapes.set(type, typeShape(type, fields));
  }
  return shapes;
};

/** Throws a `RangeError` when two kinds of streams use the same type. */
export const shapeTable = (...streams: readonly LooseShape[]): ShapeTable => ({
  commands: joined(streams.map(({ commands }) => commands)),
  events: joined(streams.map(({ events }) => events)),
  endings: new Set(streams.flatMap(({ endings }) => endings)),
});

export const allShapes: ShapeTable = shapeTable(caseShape, messageShape, deploymentShape);
