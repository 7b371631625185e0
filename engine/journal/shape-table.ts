/** The shapes of all kinds of streams in one table, ready for sealing and opening: a type has one shape wherever it stands. */
import { accessShape } from '../access/shapes.ts';
import { caseShape } from '../case/shapes.ts';
import { checkpointShape } from '../checkpoint/shapes.ts';
import { deploymentShape } from '../definition/shapes.ts';
import { identityShape } from '../identity/shapes.ts';
import { messageShape } from '../message/shapes.ts';
import { scheduleShape } from '../schedule/shapes.ts';
import { signalShape } from '../signal/shapes.ts';
import type { Field } from '../stream/shape.ts';

export type NamedField = Field & { readonly name: string };

export interface TypeShape {
  readonly type: string;
  /** Stands for the type in the record. */
  readonly code: string;
  /** In the order of the record. */
  readonly record: readonly NamedField[];
  readonly payload: readonly NamedField[];
  readonly names: ReadonlySet<string>;
}

export interface Types {
  readonly byType: ReadonlyMap<string, TypeShape>;
  readonly byCode: ReadonlyMap<string, TypeShape>;
}

export interface ShapeTable {
  readonly commands: Types;
  readonly events: Types;
  readonly endings: ReadonlySet<string>;
}

/** A type, or a field of a type, of another release: whoever meets it must leave the stream alone. */
export class UnknownTypeError extends Error {
  readonly type: string;

  /** @param type its name or its code */
  constructor(type: string, message = `Expected a command or an event that this release knows, but found '${type}'`) {
    super(message);
    this.name = 'UnknownTypeError';
    this.type = type;
  }
}

/** `key` is a type or a code, whichever the map is by. */
export const shapeOf = (shapes: ReadonlyMap<string, TypeShape>, key: string): TypeShape => {
  const shape = shapes.get(key);
  if (shape === undefined) throw new UnknownTypeError(key);
  return shape;
};

interface Fields {
  readonly [name: string]: Field;
}

interface Rows {
  readonly [type: string]: readonly [code: string, fields: Fields];
}

/** A `StreamShape` whose union of types is forgotten. */
interface LooseShape {
  readonly commands: Rows;
  readonly events: Rows;
  readonly endings: readonly string[];
}

const typeShape = (type: string, code: string, fields: Fields): TypeShape => {
  const named = Object.entries(fields).map(([name, field]): NamedField => ({ ...field, name }));
  const [record, payload] = [named.filter(({ part }) => part === 'record'), named.filter(({ part }) => part === 'payload')];
  return { type, code, record, payload, names: new Set(['type', ...Object.keys(fields)]) };
};

const joined = (tables: readonly Rows[]): Types => {
  const [byType, byCode] = [new Map<string, TypeShape>(), new Map<string, TypeShape>()];
  for (const [type, [code, fields]] of tables.flatMap((table) => Object.entries(table))) {
    if (byType.has(type)) throw new RangeError(`Expected one shape of '${type}', but there are two`);
    const other = byCode.get(code);
    if (other !== undefined) throw new RangeError(`Expected a code for each type, but '${code}' stands for ${other.type} and for ${type}`);
    const shape = typeShape(type, code, fields);
    byType.set(type, shape);
    byCode.set(code, shape);
  }
  return { byType, byCode };
};

/** What a field may be taken from must stand in the record: values can be erased. */
const checkSources = ({ byType }: Types): void => {
  for (const { type, record } of byType.values())
    for (const field of record) {
      if (field.absent !== 'said' && field.absent !== 'said alone') continue;
      const { source } = field;
      if (byType.get(source.type)?.record.some(({ name }) => name === source.field) !== true)
        throw new RangeError(`Expected '${field.name}' of ${type} to be of a record field of an event, but there is no '${source.field}' of ${source.type}`);
    }
};

/** Throws a `RangeError` when two kinds of streams use the same type or code, or a field refers to one that does not exist. */
export const shapeTable = (...streams: readonly LooseShape[]): ShapeTable => {
  const events = joined(streams.map((stream) => stream.events));
  checkSources(events);
  return { commands: joined(streams.map(({ commands }) => commands)), events, endings: new Set(streams.flatMap(({ endings }) => endings)) };
};

export const allShapes: ShapeTable = shapeTable(
  caseShape, messageShape, signalShape, scheduleShape, deploymentShape, identityShape, accessShape, checkpointShape,
);
