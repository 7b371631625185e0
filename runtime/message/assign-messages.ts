/**
 * Which buffered message goes to which open subscription. Pure: the rules of correlation without
 * SQL. Messages in the order of their publication; a message goes once to each process id; a `once`
 * subscription takes one message, any other takes all.
 */
export interface OpenSubscription {
  readonly key: bigint;
  readonly processId: string;
  readonly once: boolean;
}

export interface BufferedMessage {
  readonly key: bigint;
  /** Process ids to which it has gone, or is on its way. */
  readonly takenBy: ReadonlySet<string>;
}

export interface Assignment {
  readonly message: bigint;
  readonly subscription: bigint;
  readonly processId: string;
}

const byKey = (a: { readonly key: bigint }, b: { readonly key: bigint }): number => (a.key < b.key ? -1 : 1);

export const assignMessages = (
  messages: readonly BufferedMessage[],
  subscriptions: readonly OpenSubscription[],
): Assignment[] => {
  const open = [...subscriptions].sort(byKey);
  const used = new Set<bigint>();
  const assignments: Assignment[] = [];
  for (const message of [...messages].sort(byKey)) {
    const taken = new Set(message.takenBy);
    for (const subscription of open) {
      if (used.has(subscription.key) || taken.has(subscription.processId)) continue;
      taken.add(subscription.processId);
      if (subscription.once) used.add(subscription.key);
      assignments.push({ message: message.key, subscription: subscription.key, processId: subscription.processId });
    }
  }
  return assignments;
};
