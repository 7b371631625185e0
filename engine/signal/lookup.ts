/** Finds subscriptions without going through all that wait. Derived from the rows, and told of each change of them. */
import type { Ordinal } from '../stream/key.ts';
import { OrdinalsByText } from '../stream/ordinals-by-text.ts';
import type { WaitingSubscription } from './state.ts';

export class SignalSubscriptionLookup {
  readonly #byKey = new OrdinalsByText();
  readonly #byName = new OrdinalsByText();

  readonly changed = (ordinal: Ordinal, before: WaitingSubscription | undefined, after: WaitingSubscription | undefined): void => {
    if (before !== undefined) {
      this.#byKey.delete(before.subscription, ordinal);
      this.#byName.delete(before.name, ordinal);
    }
    if (after === undefined) return;
    this.#byKey.add(after.subscription, ordinal);
    this.#byName.add(after.name, ordinal);
  };

  withKey(key: string): Ordinal | undefined {
    return this.#byKey.get(key).first;
  }

  /** Those of the name that are younger, oldest first. Nothing may change meanwhile. */
  waitingFor(name: string, after: Ordinal): Iterable<Ordinal> {
    return this.#byName.get(name).after(after);
  }
}
