import type { Effort } from './effort.ts';
import { describe, expect, it } from 'vitest';
import { engineActor } from './actor.ts';
import { decideOn, UnknownEventError, type Context, type Decider, type Facts } from './decider.ts';
import type { StreamState } from './draft.ts';
import type { Question } from './question.ts';
import { reject, type Rejection } from './rejection.ts';
import { Table } from './table.ts';
import { assign, UndoLog } from './undo-log.ts';

/** A tally: marks that are made and rubbed out. */
class Tally implements StreamState {
  readonly undo = new UndoLog();
  lastOrdinal = 0;
  readonly marks = new Table<{ readonly by: string }>(this.undo, () => 0);
  toJSON(): unknown {
    return { lastOrdinal: this.lastOrdinal, marks: this.marks.entries() };
  }
}

type Event = { readonly type: 'Marked'; readonly ordinal: number; readonly by: string } | { readonly type: 'Rubbed'; readonly ordinal: number };
type Command = { readonly type: 'Work' };
type TallyContext = Context<Tally, Event, undefined>;

const shape: Decider<Tally, Command, Event>['shape'] = { commands: { Work: ['W', {}] }, events: {} as never, endings: [] };

const tally = (decide: (ctx: TallyContext) => Rejection | undefined): Decider<Tally, Command, Event> => ({
  kind: 'tally',
  initial: () => new Tally(),
  restore: () => new Tally(),
  decide,
  evolve: (state, event) => {
    if (event.type === 'Rubbed') return state.marks.delete(event.ordinal);
    if (event.type !== 'Marked') throw new UnknownEventError((event as Event).type);
    assign(state.undo, state, 'lastOrdinal', event.ordinal);
    state.marks.set(event.ordinal, { by: event.by });
  },
  shape,
  hasEnded: () => false,
  outgoing: (stream, event, before) => (event.type === 'Rubbed' ? [{ target: stream, command: { type: 'Told', was: before.marks.get(event.ordinal)?.by } as never }] : []),
});

const question: Question = { type: 'caseNumber', n: 0 };
const factsWith = (answer?: string): Facts => ({
  stream: 1n << 24n, order: { id: '1', actor: engineActor }, now: 0, zone: 'UTC', library: { decision: () => undefined }, answer: () => answer,
});

/** A state with two marks. */
const marked = (): Tally => {
  const state = new Tally();
  decideOn(tally((ctx) => mark(ctx, 'ann') ?? mark(ctx, 'bob')), { state, model: undefined, command: { type: 'Work' } }, factsWith());
  return state;
};

const mark = ({ draft }: TallyContext, by: string): undefined => draft.emit({ type: 'Marked', ordinal: draft.peekOrdinal(), by }) as undefined;

const decide = (state: Tally, decider: (ctx: TallyContext) => Rejection | undefined, answer?: string) =>
  decideOn(tally(decider), { state, model: undefined, command: { type: 'Work' } }, factsWith(answer));

describe('deciding on a state', () => {
  it('keeps the events of what is accepted, with the answers that were read and what is sent', () => {
    const state = marked();
    const decision = decide(state, (ctx) => {
      ctx.draft.emit({ type: 'Rubbed', ordinal: 1 });
      return mark(ctx, ctx.ask(question) as string);
    }, 'cid');
    expect(decision).toEqual({
      kind: 'accepted',
      events: [{ type: 'Rubbed', ordinal: 1 }, { type: 'Marked', ordinal: 3, by: 'cid' }],
      answers: { '{"n":0,"type":"caseNumber"}': 'cid' },
      warnings: [],
      outgoing: [{ target: 1n << 24n, command: { type: 'Told', was: 'ann' } }],
      effort: expect.objectContaining({ feelSteps: 0, bytes: 0 }) as Effort,
    });
    expect(state.marks.entries()).toEqual([[2, { by: 'bob' }], [3, { by: 'cid' }]]);
  });

  const changes = (ctx: TallyContext): void => {
    ctx.draft.emit({ type: 'Rubbed', ordinal: 1 });
    mark(ctx, 'cid');
  };

  it.each<[string, (ctx: TallyContext) => Rejection | undefined, string]>([
    ['a rejection', (ctx) => (changes(ctx), reject('NOT_FOUND', 'Expected x, but y')), 'rejected'],
    ['a missing answer', (ctx) => (changes(ctx), mark(ctx, ctx.ask(question) as string)), 'need'],
    ['a missing answer that somebody swallowed', (ctx) => {
      changes(ctx);
      try {
        ctx.ask(question);
      } catch {
        mark(ctx, 'dan');
      }
      return undefined;
    }, 'need'],
    ['a rejection after a swallowed missing answer', (ctx) => {
      try {
        ctx.ask(question);
      } catch {
        changes(ctx);
      }
      return reject('NOT_FOUND', 'Expected x, but y');
    }, 'need'],
  ])('changes nothing after %s', (_what, decider, kind) => {
    const state = marked();
    const before = JSON.stringify(state);
    const decision = decide(state, decider);
    expect(decision.kind).toBe(kind);
    expect(decision.kind === 'need' ? decision.questions : [question]).toEqual([question]);
    expect([JSON.stringify(state), state.undo.isOpen]).toEqual([before, false]);
  });

  it('changes nothing after an exception of ours, which is thrown on', () => {
    const state = marked();
    const before = JSON.stringify(state);
    const fails = (ctx: TallyContext): never => {
      changes(ctx);
      ctx.draft.emit({ type: 'Erased' } as never);
      throw new Error('Expected an unknown event to be refused, but it was not');
    };
    expect(() => decide(state, fails)).toThrow(UnknownEventError);
    expect(JSON.stringify(state)).toBe(before);
    expect(decide(state, (ctx) => mark(ctx, 'eve')).kind).toBe('accepted');
  });

  it('knows offsets of time zones as answers', () => {
    const decision = decide(marked(), ({ offsets }) => {
      expect(offsets.offsetAt('Europe/Berlin', 7)).toBeUndefined();
      return undefined;
    }, 'no number');
    expect(decision).toMatchObject({ kind: 'accepted', answers: { 'offset:Europe/Berlin:7': 'no number' } });
  });
});
