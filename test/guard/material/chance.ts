/** Choices for random scripts: what might be asked of a case now, told by what is to be seen of it. */
import type { Command, JsonObject } from '../recording.ts';
import type { View } from '../view.ts';
import type { Random } from '../../simulation/random.ts';

/** Subjects of a kind, without their kind, whose rows fit. */
export const subjects = (view: View, kind: string, fits: (row: JsonObject) => boolean = () => true): readonly string[] =>
  [...view].flatMap(([subject, row]) => (subject.startsWith(`${kind} `) && fits(row) ? [subject.slice(kind.length + 1)] : []));

export const openTasks = (view: View): readonly string[] => subjects(view, 'task', ({ state }) => state === 'CREATED');
/** A job that has thrown an error is open as long as it has no end. */
export const openJobs = (view: View): readonly string[] => subjects(view, 'job', ({ to }) => to === undefined);
export const openIncidents = (view: View): readonly string[] => subjects(view, 'incident', ({ state }) => state === 'ACTIVE');
export const activeElements = (view: View): readonly string[] => subjects(view, 'element', ({ state }) => state === 'ACTIVE');

/** Name and correlation key of the messages that are waited for. */
export const awaitedMessages = (view: View): readonly (readonly [name: string, key: string])[] =>
  [...view].flatMap(([subject, { state, messageName, correlationKey }]) =>
    subject.startsWith('subscription ') && state === 'CREATED' ? [[messageName as string, (correlationKey ?? '') as string]] : []);

export type Offer = readonly [weight: number, make: () => Command];

/** One of the offers, the heavier the likelier. */
export const choose = (random: Random, offers: readonly Offer[]): Command => {
  const sum = offers.reduce((total, [weight]) => total + weight, 0);
  let left = random.next() * sum;
  for (const [weight, make] of offers) {
    left -= weight;
    if (left < 0) return make();
  }
  throw new Error('Expected something to choose from, but there is nothing');
};

/** For each of the things with an equal chance, together of the weight given; nothing when there are none. */
export const offer = <T>(random: Random, weight: number, things: readonly T[], make: (thing: T) => Command): readonly Offer[] =>
  things.length === 0 ? [] : [[weight, () => make(random.pick(things))]];
