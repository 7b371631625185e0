/** What streams of messages hold of one case: messages that came to it, and what it said when it began to wait. */
import { openDetached, recordOf } from '../../engine/journal/index.ts';
import type { MessageCommand, MessageEvent } from '../../engine/message/index.ts';
import { streamKeyOf } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import { streamSteps, type JournalStep } from '../query/case-steps.ts';

export interface Place {
  readonly stream: bigint;
  readonly seq: number;
}

interface Published extends Place {
  /** Nobody gets it any more. */
  isGone: boolean;
  isOurs: boolean;
}

export class CaseMessages {
  /** Steps whose values are the case's. */
  readonly places: Place[] = [];
  /** Messages of the case that others may still get. */
  kept = 0;
  readonly #caseKey: bigint;
  #published = new Map<number, Published>();
  #ours = new Set<number>();

  constructor(caseKey: bigint) {
    this.#caseKey = caseKey;
  }

  async read(database: Queryable, stream: bigint): Promise<void> {
    this.#published = new Map();
    this.#ours = new Set();
    for await (const step of streamSteps(database, stream)) if (recordOf(step.record) !== undefined) this.#look(step);
    for (const { isGone, isOurs, seq } of this.#published.values()) {
      if (isOurs && isGone) this.places.push({ stream, seq });
      else if (isOurs) this.kept += 1;
    }
  }

  #look(step: JournalStep): void {
    for (const event of openDetached<MessageCommand, MessageEvent>(step.record, step.payload).events) this.#take(event, step);
  }

  #take(event: MessageEvent, { stream, seq, payload }: JournalStep): void {
    if (event.type === 'SubscriptionAdded' && streamKeyOf(BigInt(event.subscription)) === this.#caseKey) {
      this.#ours.add(event.ordinal);
      if (payload !== null) this.places.push({ stream, seq });
    } else if (event.type === 'MessageStarted' && event.case === String(this.#caseKey)) this.#mark(event.message, 'isOurs');
    else if (event.type === 'MessagePublished' && payload !== null) this.#published.set(event.ordinal, { stream, seq, isGone: false, isOurs: false });
    else if (event.type === 'MessageAssigned' && this.#ours.has(event.subscription)) this.#mark(event.message, 'isOurs');
    else if (event.type === 'MessageExpired') this.#mark(event.ordinal, 'isGone');
  }

  #mark(ordinal: number, as: 'isGone' | 'isOurs'): void {
    const message = this.#published.get(ordinal);
    if (message !== undefined) message[as] = true;
  }
}
