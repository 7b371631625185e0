/**
 * Finds messages and subscriptions without going through all that wait. Everything here is derived from the rows, is
 * told of each change of them, and of each one that is undone.
 */
import { memberOf } from '../json/named-members.ts';
import type { Ordinal } from '../stream/key.ts';
import { OrdinalsByText } from '../stream/ordinals-by-text.ts';
import { SortedOrdinals } from '../stream/sorted-ordinals.ts';
import type { BufferedMessage, OpenSubscription, StartedCase } from './state.ts';

/** What a message and a subscription must have in common. */
export interface Pair {
  readonly name: string;
  readonly correlationKey: string;
}

const none = new SortedOrdinals();

const pairText = ({ name, correlationKey }: Pair): string => JSON.stringify([name, correlationKey]);
export class SubscriptionLookup {
  readonly #byKey = new OrdinalsByText();
  /** By pair and process those to which no message is on its way. */
  readonly #free = new Map<string, OrdinalsByText>();

  readonly changed = (ordinal: Ordinal, before: OpenSubscription | undefined, after: OpenSubscription | undefined): void => {
    if (before?.subscription !== after?.subscription) {
      if (before !== undefined) this.#byKey.delete(before.subscription, ordinal);
      if (after !== undefined) this.#byKey.add(after.subscription, ordinal);
    }
    if (before !== undefined && before.pending === undefined) this.#take(ordinal, before);
    if (after !== undefined && after.pending === undefined) this.#leave(ordinal, after);
  };

  /** The oldest one with the key. */
  withKey(key: string): Ordinal | undefined {
    return this.#byKey.get(key).first;
  }

  /** The oldest one of each process, oldest first. */
  oldestFree(pair: Pair, isWanted: (process: string) => boolean): readonly Ordinal[] {
    const found: Ordinal[] = [];
    for (const [process, { first }] of this.#free.get(pairText(pair)) ?? []) if (first !== undefined && isWanted(process)) found.push(first);
    return found.toSorted((a, b) => a - b);
  }

  #take(ordinal: Ordinal, row: OpenSubscription): void {
    const pair = pairText(row);
    const processes = this.#free.get(pair);
    processes?.delete(row.process, ordinal);
    if (processes?.size === 0) this.#free.delete(pair);
  }

  #leave(ordinal: Ordinal, row: OpenSubscription): void {
    const pair = pairText(row);
    let processes = this.#free.get(pair);
    if (processes === undefined) this.#free.set(pair, (processes = new OrdinalsByText()));
    processes.add(row.process, ordinal);
  }
}

/** The messages of a pair. */
class PairMessages {
  readonly all = new Map<Ordinal, BufferedMessage>();
  /** Of each process that has asked, those that it has not had. */
  readonly untaken = new Map<string, SortedOrdinals>();

  changed(ordinal: Ordinal, before: BufferedMessage | undefined, after: BufferedMessage | undefined): void {
    if (after === undefined) this.all.delete(ordinal);
    else this.all.set(ordinal, after);
    for (const [process, list] of this.untaken) {
      const was = before !== undefined && memberOf(before.taken, process) === undefined;
      const is = after !== undefined && memberOf(after.taken, process) === undefined;
      if (was && !is) list.delete(ordinal);
      if (!was && is) list.add(ordinal);
    }
  }

  /** Going through all of them once for a process that asks for the first time. */
  untakenBy(process: string): SortedOrdinals {
    const known = this.untaken.get(process);
    if (known !== undefined) return known;
    const list = new SortedOrdinals();
    for (const ordinal of [...this.all.keys()].toSorted((a, b) => a - b))
      if (memberOf(this.all.get(ordinal)?.taken ?? {}, process) === undefined) list.add(ordinal);
    this.untaken.set(process, list);
    return list;
  }
}

export class MessageLookup {
  readonly #byKey = new OrdinalsByText();
  readonly #byId = new OrdinalsByText();
  readonly #pairs = new Map<string, PairMessages>();
  readonly #expiries = new SortedOrdinals();
  readonly #byExpiry = new Map<number, SortedOrdinals>();

  readonly changed = (ordinal: Ordinal, before: BufferedMessage | undefined, after: BufferedMessage | undefined): void => {
    const row = after ?? before;
    if (row === undefined) return;
    // What a message is called never changes.
    if (before === undefined || after === undefined) this.#comesOrGoes(ordinal, row, after !== undefined);
    const pair = pairText(row);
    let messages = this.#pairs.get(pair);
    if (messages === undefined) this.#pairs.set(pair, (messages = new PairMessages()));
    messages.changed(ordinal, before, after);
    if (messages.all.size === 0) this.#pairs.delete(pair);
  };

  /** The oldest one with the key. */
  withKey(key: string): Ordinal | undefined {
    return this.#byKey.get(key).first;
  }

  withId(pair: Pair, messageId: string): SortedOrdinals {
    return this.#byId.get(idText(pair, messageId));
  }

  /** Those that the process has not had, oldest first. */
  untakenBy(pair: Pair, process: string): SortedOrdinals {
    return this.#pairs.get(pairText(pair))?.untakenBy(process) ?? none;
  }

  /** Those whose time is over, oldest first. */
  over(now: number): readonly Ordinal[] {
    const found: Ordinal[] = [];
    for (const expires of this.#expiries) {
      if (expires > now) break;
      found.push(...(this.#byExpiry.get(expires) ?? none));
    }
    return found.toSorted((a, b) => a - b);
  }

  #expires(at: number, ordinal: Ordinal, change: 'add' | 'delete'): void {
    let together = this.#byExpiry.get(at);
    if (together === undefined) {
      this.#byExpiry.set(at, (together = new SortedOrdinals()));
      this.#expiries.add(at);
    }
    together[change](ordinal);
    if (together.size > 0) return;
    this.#byExpiry.delete(at);
    this.#expiries.delete(at);
  }

  #comesOrGoes(ordinal: Ordinal, row: BufferedMessage, comes: boolean): void {
    const change = comes ? 'add' : 'delete';
    this.#byKey[change](row.message, ordinal);
    this.#expires(row.expires, ordinal, change);
    if (row.messageId !== null) this.#byId[change](idText(row, row.messageId), ordinal);
  }
}

const idText = ({ name, correlationKey }: Pair, messageId: string): string => JSON.stringify([name, correlationKey, messageId]);

const placeText = ({ name, correlationKey }: Pair, process: string): string => JSON.stringify([name, correlationKey, process]);

/** Cases that messages have started and that have not ended. */
export class StartedLookup {
  readonly #byCase = new OrdinalsByText();
  readonly #byPlace = new OrdinalsByText();

  readonly changed = (ordinal: Ordinal, before: StartedCase | undefined, after: StartedCase | undefined): void => {
    if (before !== undefined) {
      this.#byCase.delete(before.case, ordinal);
      this.#byPlace.delete(placeText(before, before.process), ordinal);
    }
    if (after === undefined) return;
    this.#byCase.add(after.case, ordinal);
    this.#byPlace.add(placeText(after, after.process), ordinal);
  };

  ofCase(key: string): Ordinal | undefined {
    return this.#byCase.get(key).first;
  }

  /** Whether one of the process is active that a message of the pair has started. */
  isActive(pair: Pair, process: string): boolean {
    return this.#byPlace.get(placeText(pair, process)).size > 0;
  }
}
