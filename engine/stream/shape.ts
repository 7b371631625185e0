/**
 * The shape of a stream's commands and events in the journal: the code that stands for a type, which
 * fields stand in the record, in which order and with what is left out, and which hold values and so
 * stand in the erasable payload. A table is written in the order of the record and lists every field of
 * every type: the compiler refuses a type or a field that is missing and one that does not exist.
 */
import type { Json } from '../json/json.ts';

/** What a command or an event is to the journal: plain JSON with a type. */
export interface Typed {
  readonly type: string;
}

/** In the record, never null. */
interface Required {
  readonly part: 'record';
  readonly absent: 'never';
}
/** In the record; left out when it is absent. */
interface Optional {
  readonly part: 'record';
  readonly absent: 'absent';
}
/** In the record; left out when it is the default. */
interface Defaulted<T extends Json = Json> {
  readonly part: 'record';
  readonly absent: 'default';
  readonly fallback: T;
}
/** In the record; left out when it is the id of the person or client whose act it is, or null for the engine. */
interface Acting {
  readonly part: 'record';
  readonly absent: 'acting';
}
/** In the record; left out when it is what the last such event before it in the step has. */
interface Said {
  readonly part: 'record';
  readonly absent: 'said';
  readonly source: FieldOfEvent;
}
/** In the record; left out when it is a list of only that. Where it could be left out and is absent, the empty list says so. */
interface SaidAlone {
  readonly part: 'record';
  readonly absent: 'said alone';
  readonly source: FieldOfEvent;
}
/** Left out when the command has the same, under the same name unless another is said, or both have none. */
interface Commanded {
  readonly part: 'record' | 'payload';
  readonly absent: 'commanded';
  readonly commands?: string;
}
/** In the payload, as one value. */
interface Value {
  readonly part: 'payload';
  readonly absent: 'never';
}
interface OptionalValue {
  readonly part: 'payload';
  readonly absent: 'absent';
}
/** In the payload, each member a value of its own. */
interface Members {
  readonly part: 'payload';
  readonly absent: 'no members';
}
interface OptionalMembers {
  readonly part: 'payload';
  readonly absent: 'absent or no members';
}
/** In the payload; left out when it is the command's variable of the event's `name`. */
interface VariableValue {
  readonly part: 'payload';
  readonly absent: 'variable';
}

export interface FieldOfEvent {
  readonly type: string;
  readonly field: string;
}

export type Field =
  | Required | Optional | Defaulted | Acting | Said | SaidAlone | Commanded
  | Value | OptionalValue | Members | OptionalMembers | VariableValue;

export const required: Required = { part: 'record', absent: 'never' };
export const optional: Optional = { part: 'record', absent: 'absent' };
export const otherwise = <const T extends Json>(fallback: T): Defaulted<T> => ({ part: 'record', absent: 'default', fallback });
export const nullable = otherwise(null);
export const whoActs: Acting = { part: 'record', absent: 'acting' };
export const ofLast = (type: string, field: string): Said => ({ part: 'record', absent: 'said', source: { type, field } });
export const aloneOfLast = (type: string, field: string): SaidAlone => ({ part: 'record', absent: 'said alone', source: { type, field } });
export const asCommanded: Commanded = { part: 'record', absent: 'commanded' };
export const commandsField = (name: string): Commanded => ({ part: 'record', absent: 'commanded', commands: name });

export const value: Value = { part: 'payload', absent: 'never' };
export const optionalValue: OptionalValue = { part: 'payload', absent: 'absent' };
export const valueAsCommanded: Commanded = { part: 'payload', absent: 'commanded' };
export const commandsValue = (name: string): Commanded => ({ part: 'payload', absent: 'commanded', commands: name });
export const members: Members = { part: 'payload', absent: 'no members' };
export const optionalMembers: OptionalMembers = { part: 'payload', absent: 'absent or no members' };
export const commandsVariable: VariableValue = { part: 'payload', absent: 'variable' };

/** A field that may be null needs a kind that has null for what is left out, for null in the record says nothing else. */
type FieldOf<T extends object, K extends keyof T> =
  | Commanded
  | (object extends Pick<T, K> // whether the field may be absent
      ? OptionalValue | OptionalMembers | (null extends T[K] ? never : Optional | SaidAlone)
      : Value | Members | VariableValue | Defaulted<Extract<T[K], Json>> | (null extends T[K] ? Acting : Required | Said));

type FieldsOf<T extends Typed> = { readonly [K in Exclude<keyof T, 'type'>]-?: FieldOf<T, K> };

/** Exactly the types of the union, and of each its code and exactly its fields. */
export type Shapes<U extends Typed> = { readonly [T in U['type']]: readonly [code: string, fields: FieldsOf<Extract<U, { readonly type: T }>>] };

/** What the journal knows of one kind of stream. */
export interface StreamShape<C extends Typed = Typed, E extends Typed = Typed> {
  /** Codes of commands are capitals, those of events small letters: the first letters say of what, the last what happens. */
  readonly commands: Shapes<C>;
  readonly events: Shapes<E>;
  /** Events after which a stream has no further step. */
  readonly endings: readonly E['type'][];
}
