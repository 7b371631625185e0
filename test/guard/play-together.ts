/**
 * Plays many scripts side by side, command by command: those whose clocks show the same time send their commands
 * at once, and after each round one look is taken at the cases of all. Scripts share nothing but the database, so
 * names of processes, messages and job types must differ from script to script.
 */
import { groupBy } from './group-by.ts';
import { findCases, findTimers } from './look.ts';
import type { GuardApp } from './open-app.ts';
import type { Play } from './play.ts';
import type { Found } from './subject.ts';

const inOrderOfTime = <T>(things: Iterable<T>, timeOf: (thing: T) => number): readonly (readonly [time: number, things: readonly T[]])[] =>
  [...groupBy(things, timeOf)].toSorted(([a], [b]) => a - b);

interface Due {
  readonly play: Play;
  readonly timer: Found;
  readonly at: number;
}

/** The timers that are due first, of each script that waits until the time given. */
const firstDue = async (app: GuardApp, waiting: ReadonlyMap<Play, number>): Promise<readonly Due[]> => {
  const found = await findTimers(app, [...waiting.keys()].flatMap(({ cases }) => cases.map(({ key }) => key)));
  return [...waiting].flatMap(([play, until]) => {
    const timers = play.cases.flatMap(({ key }) => found.get(key) ?? []);
    const all = timers.map((timer) => ({ play, timer, at: Math.max(play.now, Date.parse(String(timer['dueDate']))) }));
    const first = Math.min(...all.map(({ at }) => at));
    return first > until ? [] : all.filter(({ at }) => at === first);
  });
};

/** Lets the time go on to where each script waits for; timers fire when they are due, one instant after the other. */
const passTime = async (app: GuardApp, waiting: ReadonlyMap<Play, number>): Promise<void> => {
  const fired = new Set<string>();
  for (let due = await firstDue(app, waiting); due.length > 0; due = await firstDue(app, waiting)) {
    for (const [time, timers] of inOrderOfTime(due, ({ at }) => at)) {
      app.setTime(time);
      const keys = timers.map(({ timer }) => String(timer['timerKey']));
      for (const { play, timer } of timers) {
        const key = String(timer['timerKey']);
        if (fired.has(key)) throw new Error(`Expected timer '${String(timer['elementId'])}' of '${play.name}' to be gone when it has fired, but it is due again`);
        fired.add(key);
        play.now = time;
        play.noteFired(String(timer['elementId']));
      }
      await app.fireTimers(keys);
      await app.settle();
    }
  }
  for (const [play, until] of waiting) play.now = until;
};

const playRound = async (app: GuardApp, plays: readonly Play[]): Promise<void> => {
  const waits = plays.flatMap((play) => (play.next !== undefined && 'wait' in play.next ? [[play, play.now + play.next.wait * 1_000] as const] : []));
  if (waits.length > 0) await passTime(app, new Map(waits));
  const sending = plays.filter(({ next }) => next !== undefined && !('wait' in next));
  for (const [time, together] of inOrderOfTime(sending, ({ now }) => now)) {
    app.setTime(time);
    await Promise.all(together.map((play) => play.send(app)));
    await app.settle();
  }
  const found = await findCases(app, plays.flatMap(({ cases }) => cases));
  for (const play of plays) play.see(found);
};

const verify = async (app: GuardApp, play: Play): Promise<void> => {
  for (const { key } of play.cases) {
    const { text } = await app.send({ method: 'GET', path: `/api/cases/${key}/verdict` });
    const { verified, projections } = JSON.parse(text) as { readonly verified: boolean; readonly projections: { readonly verdict: string } | null };
    play.verified.push(verified && projections?.verdict === 'equal');
  }
};

/** Plays them all to their ends; then the journals of their cases are verified. */
export const playTogether = async (app: GuardApp, plays: readonly Play[]): Promise<void> => {
  for (;;) {
    const going = plays.filter(({ next }) => next !== undefined);
    if (going.length === 0) break;
    await playRound(app, going);
  }
  for (const play of plays) await verify(app, play);
};
