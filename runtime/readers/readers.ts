/**
 * Releases side by side. A type of event that is new is written only when all processes that work read it: that is when
 * the floor has it. A process that does not read all of the floor takes no commands. What a process knows of the floor
 * may be old, which is safe: the floor only rises, so too little is written; and a stream with something unknown is passed over.
 */
import { randomUUID } from 'node:crypto';
import type { ShapeTable } from '../../engine/journal/index.ts';
import type { Clock } from '../port/clock.ts';
import type { Database } from '../port/database.ts';
import { within } from '../within.ts';
import { leave, stand, type Self, type Standing } from './process-row.ts';
import { heldBack, readsOf, unreadOf, type IsHeldBack } from './readable.ts';

export interface ReadersOptions {
  readonly database: Database;
  readonly shapes: ShapeTable;
  /** Of the program. */
  readonly version: string;
  /** Is set at each beat. */
  readonly clock?: Clock;
  /** Told when there is another obstacle or another reason to hold back, or none any more. */
  readonly onChange?: ((sentence: string) => void) | undefined;
}

/** Five beats are missed before others think that this process has ended. */
const beatMs = 5_000;
/** A database that is away does not keep a process from ending. */
const leaveMs = 2_000;

export class Readers {
  readonly #options: ReadersOptions;
  readonly #self: Self;
  #timer: NodeJS.Timeout | undefined;
  #beating: Promise<void> = Promise.resolve();
  #isHeldBack: IsHeldBack | undefined;
  #behind: readonly string[] = [];
  #obstacle: string | undefined;
  #left = false;

  constructor(options: ReadersOptions) {
    this.#options = options;
    this.#self = { id: randomUUID(), version: options.version, reads: readsOf(options.shapes) };
  }

  /** Resolves when it is known what may be written. */
  async join(): Promise<void> {
    await this.look();
    this.#schedule();
  }

  /** Looks now, instead of at the next beat. */
  async look(): Promise<void> {
    this.#take(await stand(this.#options.database, this.#self, this.#options.clock));
  }

  /** Why this process may take no commands. */
  get obstacle(): string | undefined {
    return this.#obstacle;
  }

  /** Whether something may not be written yet; `undefined`: everything may. */
  get isHeldBack(): IsHeldBack | undefined {
    return this.#isHeldBack;
  }

  /** For whoever is told that something is held back. */
  heldBackSentence(type: string): string {
    const [first = 'another one', ...more] = this.#behind;
    return `Expected to record '${type}', but a process that runs an older release cannot read it yet (${first}${more.length === 0 ? '' : ` and ${more.length} more`}). Try again when it has ended`;
  }

  async leave(): Promise<void> {
    this.#left = true;
    clearTimeout(this.#timer);
    await this.#beating;
    // A row that stays is taken for that of a process which has ended, after a while.
    await within(leave(this.#options.database, this.#self).catch(() => undefined), leaveMs);
  }

  #schedule(): void {
    if (this.#left) return;
    this.#timer = setTimeout(() => {
      // A database that is away is told of by whoever needs it.
      this.#beating = this.look().catch(() => undefined).then(() => this.#schedule());
    }, beatMs).unref();
  }

  #take({ floor, behind }: Standing): void {
    const before = [this.#obstacle, this.#behind.join(' ')];
    const { shapes, onChange } = this.#options;
    const [unread, ...more] = unreadOf(this.#self.reads, floor);
    this.#isHeldBack = heldBack(shapes, floor);
    this.#behind = behind;
    this.#obstacle = unread === undefined ? undefined
      : `Expected a release that reads all that this journal may hold, but this one does not read ${unread}${more.length === 0 ? '' : ` and ${more.length} more`}. Start the newer release`;
    if (before[0] === this.#obstacle && before[1] === behind.join(' ')) return;
    onChange?.(this.#obstacle ?? (behind.length === 0 ? 'All processes read what this one writes' : `What is new in this release is not written yet: ${behind.join(', ')} cannot read it`));
  }
}
