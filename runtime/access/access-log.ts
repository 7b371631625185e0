/**
 * Notes who came, off the way of requests: what a request tells is counted in memory and written together, soon for
 * what a minute has not had yet, at its end for how often it happened. So what is written does not grow with how
 * often somebody tries, and a process that dies takes no more with it than some seconds.
 */
import { randomUUID } from 'node:crypto';
import { accessStreamOf, nameOfEntry, type AccessEntry } from '../../engine/access/index.ts';
import { engineActor } from '../../engine/stream/index.ts';
import type { CommandSubmission, Result } from '../pipeline/submission.ts';
import type { Clock } from '../port/clock.ts';

export type AccessNote = Omit<AccessEntry, 'count'>;

interface Options {
  readonly pipeline: { submit(submission: CommandSubmission): Promise<Result> };
  readonly clock: Clock;
  /** Told when notes could not be written; they are kept and tried again. */
  readonly onTrouble: (error: unknown) => void;
}

/** What a process tells apart in a minute; the rest of it is counted together. */
const entriesMax = 200;
/** Minutes that wait to be written, while they cannot be. */
const minutesMax = 5;
const soonMs = 2_000;
const minuteMs = 60_000;
const countMax = 0x7fff_ffff;

const moreNote: AccessNote = { act: 'more', kind: 'engine', method: 'none' };

interface Counted {
  readonly note: AccessNote;
  count: number;
  told: number;
}

class Minute {
  readonly counted = new Map<string, Counted>();
  readonly minute: number;
  hasEnded = false;

  constructor(minute: number) {
    this.minute = minute;
  }

  /** true: the minute has not had such a one. */
  add(note: AccessNote, times = 1): boolean {
    const name = nameOfEntry(note);
    const known = this.counted.get(name);
    if (known !== undefined) {
      known.count = Math.min(countMax, known.count + times);
      return false;
    }
    if (this.counted.size >= entriesMax && note !== moreNote) return this.add(moreNote, times);
    this.counted.set(name, { note, count: times, told: 0 });
    return true;
  }

  untold(all: boolean): Counted[] {
    return [...this.counted.values()].filter(({ count, told }) => (all ? count > told : told === 0));
  }
}

interface Sending {
  readonly minute: Minute;
  readonly submission: CommandSubmission;
  readonly told: readonly (readonly [Counted, number])[];
}

export class AccessLog {
  readonly #options: Options;
  /** Oldest first; the last may be the current one. */
  readonly #minutes: Minute[] = [];
  #sending: Sending | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  #isClosed = false;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Costs a look-up; what it leads to is written later. */
  note(note: AccessNote): void {
    if (this.#isClosed) return;
    const now = this.#options.clock.now();
    const isNew = this.#minuteAt(now).add(note);
    this.#wake(isNew ? soonMs : minuteMs - (now % minuteMs) + soonMs);
  }

  /** All that was noted is written, how often it happened included. Rejects when it cannot be. */
  flush(): Promise<void> {
    return this.#inTurn(true);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.flush().catch(this.#options.onTrouble);
  }

  #minuteAt(now: number): Minute {
    const at = Math.floor(now / minuteMs);
    const last = this.#minutes.at(-1);
    // A clock that was set back begins no new minute.
    if (last !== undefined && at <= last.minute) return last;
    if (last !== undefined) last.hasEnded = true;
    const minute = new Minute(at);
    this.#minutes.push(minute);
    if (this.#minutes.length > minutesMax) this.#giveUpDetail();
    return minute;
  }

  /** Memory is bounded while nothing can be written: of the oldest minute that is not being written only the sum is kept. */
  #giveUpDetail(): void {
    const at = this.#minutes.findIndex((minute) => minute !== this.#sending?.minute);
    const [oldest] = this.#minutes.splice(at, 1);
    const sum = oldest?.untold(true).reduce((total, { count, told }) => total + count - told, 0) ?? 0;
    if (sum > 0) this.#minutes.at(-1)?.add(moreNote, sum);
  }

  #wake(ms: number): void {
    const dueAt = performance.now() + ms;
    if (this.#isClosed || dueAt >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      this.#inTurn(false).catch((error: unknown) => {
        this.#options.onTrouble(error);
        this.#wake(minuteMs / 4);
      });
    }, ms).unref();
  }

  #inTurn(all: boolean): Promise<void> {
    const turn = this.#flushing.catch(() => undefined).then(() => this.#write(all));
    this.#flushing = turn;
    return turn;
  }

  async #write(all: boolean): Promise<void> {
    const now = Math.floor(this.#options.clock.now() / minuteMs);
    if (this.#sending !== undefined) await this.#send(this.#sending);
    for (const minute of this.#minutes.slice()) {
      if (minute.minute < now) minute.hasEnded = true;
      const untold = minute.untold(all || minute.hasEnded);
      if (untold.length > 0) await this.#send(this.#sendingOf(minute, untold));
      if (minute.hasEnded && minute.untold(true).length === 0) this.#drop(minute);
    }
    // How often it happened is told when the minute is over.
    if (this.#minutes.some((minute) => minute.untold(true).length > 0)) this.#wake(soonMs + minuteMs - (this.#options.clock.now() % minuteMs));
  }

  #drop(minute: Minute): void {
    const at = this.#minutes.indexOf(minute);
    if (at >= 0) this.#minutes.splice(at, 1);
  }

  #sendingOf(minute: Minute, untold: readonly Counted[]): Sending {
    const told = untold.map((one) => [one, one.count] as const);
    const entries = told.map(([{ note, told: before }, count]) => ({ ...note, count: count - before }));
    const command = { type: 'NoteAccess' as const, minute: minute.minute, entries };
    return { minute, told, submission: { kind: 'command', stream: accessStreamOf(minute.minute), id: randomUUID(), mayRepeat: true, actor: engineActor, command } };
  }

  /** Under one id until it is known that it was taken: a commit whose answer was lost counts once. */
  async #send(sending: Sending): Promise<void> {
    this.#sending = sending;
    const result: Result = await this.#options.pipeline.submit(sending.submission);
    if (result.kind === 'rejected') throw new Error(`Expected to note who came, but: ${result.message}`);
    this.#sending = undefined;
    for (const [counted, count] of sending.told) counted.told = count;
  }
}
