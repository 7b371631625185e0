/**
 * What a step has said so far: who acts, the command, and the last event of each type. From it follows what a
 * field is when it is left out. Sealing leaves out what follows, opening fills it in.
 */
import { canonical } from '../json/canonical.ts';
import { memberOf } from '../json/named-members.ts';
import { doneBy, type Order } from '../stream/index.ts';
import type { NamedField } from './shape-table.ts';
import type { Typed } from './step.ts';

export interface Fields {
  readonly [name: string]: unknown;
}

export class SaidSoFar {
  readonly #acting: string | null;
  readonly #lastOf = new Map<string, Fields>();
  #command: Fields = {};

  constructor(who: Omit<Order, 'id'>) {
    this.#acting = doneBy(who);
  }

  /** The command is told before the events. */
  tellCommand(command: Typed): void {
    this.#command = command as unknown as Fields;
  }

  /** Each event in its turn, after its own fields. */
  tell(event: Typed): void {
    this.#lastOf.set(event.type, event as unknown as Fields);
  }

  /** What the field is when it is left out; `undefined`: absent, or it may not be left out. */
  follows(field: NamedField): unknown {
    switch (field.absent) {
      case 'default':
        return field.fallback;
      case 'acting':
        return this.#acting;
      case 'commanded':
        return memberOf(this.#command, field.commands ?? field.name);
      case 'said':
        return this.#saidBy(field.source);
      case 'said alone': {
        const said = this.#saidBy(field.source);
        return said === undefined ? undefined : [said];
      }
      default:
        return undefined;
    }
  }

  /** The command's variable of a name. */
  variable(name: unknown): unknown {
    const variables = this.#command['variables'];
    return typeof name === 'string' && typeof variables === 'object' && variables !== null ? memberOf(variables as Fields, name) : undefined;
  }

  #saidBy({ type, field }: { readonly type: string; readonly field: string }): unknown {
    const last = this.#lastOf.get(type);
    return last === undefined ? undefined : memberOf(last, field);
  }
}

/** Quickly so, for short lists of names. */
const isSameList = (one: object, other: object): boolean =>
  Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((item, index) => item === other[index]);

/** Whether the values have the same canonical text; objects are the same ones nearly always. */
export const isSame = (one: unknown, other: unknown, textOf: (value: unknown) => string = canonical): boolean => {
  if (one === other) return true;
  if (typeof one !== 'object' || one === null || typeof other !== 'object' || other === null) return false;
  if (isSameList(one, other)) return true;
  return textOf(one) === textOf(other);
};
