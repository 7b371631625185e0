import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideOn, engineActor, limits, renderSentence } from '../stream/index.ts';
import { accessStream, accessStreamOf, isAccessStream, type AccessEntry, type AccessEvent, type AccessState } from './index.ts';

const minute = 30_000_000;
const stream = accessStreamOf(minute);
const refusal = (who: string, count = 1): AccessEntry => ({ act: 'refusal', who, kind: 'person', method: 'password', what: 'POST /v2/deployments', count });

class Day {
  state: AccessState = accessStream.initial();

  note(entries: readonly AccessEntry[], at = minute): string | readonly AccessEvent[] {
    const facts = { stream, order: { id: '1', actor: engineActor }, now: 0, zone: 'UTC', library: { decision: () => undefined }, answer: () => undefined };
    const decision = decideOn(accessStream, { state: this.state, model: undefined, command: { type: 'NoteAccess', minute: at, entries } }, facts);
    if (decision.kind === 'rejected') return renderSentence(decision.sentence, stream);
    if (decision.kind !== 'accepted') throw new Error('Expected a decision without questions');
    return decision.events;
  }
}

describe('a day of access', () => {
  it('notes what is new as it was told', () => {
    expect(new Day().note([refusal('li'), refusal('wu', 3)])).toEqual([{ type: 'AccessNoted', ordinal: 1, minute, entries: [refusal('li'), refusal('wu', 3)] }]);
  });

  it('given an entry of the minute, then an equal one is counted on it, whoever tells it', () => {
    const day = new Day();
    day.note([refusal('li', 2)]);
    expect(day.note([refusal('wu'), refusal('li', 3)])).toEqual([
      { type: 'AccessNoted', ordinal: 2, minute, entries: [refusal('wu')] },
      { type: 'AccessRepeated', ordinal: 1, count: 5 },
    ]);
  });

  it('given the next minute, then the same is an entry of its own, and a server that is late still meets its minute', () => {
    const day = new Day();
    day.note([refusal('li')]);
    expect(day.note([refusal('li')], minute + 1)).toEqual([{ type: 'AccessNoted', ordinal: 2, minute: minute + 1, entries: [refusal('li')] }]);
    expect(day.note([refusal('li')])).toEqual([{ type: 'AccessRepeated', ordinal: 1, count: 2 }]);
  });

  it('given a minute that is full, then the rest of it is one entry, which is counted on', () => {
    const day = new Day();
    day.note(Array.from({ length: limits.accessEntriesPerMinute }, (_, n) => refusal(`p${n}`)));
    const more = { act: 'more', kind: 'engine', method: 'none', count: 7 };
    const [noted] = day.note([refusal('x', 3), refusal('y', 4)]) as readonly AccessEvent[];
    expect(noted).toEqual({ type: 'AccessNoted', ordinal: limits.accessEntriesPerMinute + 1, minute, entries: [more] });
    expect(day.note([refusal('z')])).toEqual([{ type: 'AccessRepeated', ordinal: limits.accessEntriesPerMinute + 1, count: 8 }]);
    expect(day.note([refusal('x')], minute + 1)).toMatchObject([{ type: 'AccessNoted', entries: [refusal('x')] }]);
  });

  it('refuses a minute of another day, and what never happened', () => {
    expect(new Day().note([refusal('li')], minute + 1_440)).toMatch(/^Expected a minute of the day of this stream/);
    for (const entries of [[], [refusal('li', 0)], [refusal('li', 1.5)]]) expect(new Day().note(entries)).toMatch(/^Expected entries that happened at least once/);
  });

  it('has streams of its own, one a day', () => {
    expect(accessStreamOf(minute - (minute % 1_440) + 1_439)).toBe(stream);
    expect(accessStreamOf(minute + 1_440)).toBe(stream + (1n << 24n));
    expect([isAccessStream(stream), isAccessStream(1n << 24n), isAccessStream(2n ** 62n)]).toEqual([true, false, false]);
  });

  it('loses no count, keeps a bounded state, and goes on from a snapshot as it was', () => {
    const told = fc.record({ after: fc.integer({ min: 0, max: 5 }), back: fc.integer({ min: 0, max: 4 }), entries: fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 9 })), { minLength: 1, maxLength: 400 }) });
    fc.assert(fc.property(fc.array(told, { maxLength: 12 }), (tellings) => {
      const day = new Day();
      const rows = new Map<number, number>();
      const perMinute = new Map<number, number>();
      let [at, sum] = [minute + 10, 0];
      for (const { after, back, entries } of tellings) {
        at += after;
        const events = day.note(entries.map(([who, count]) => refusal(`p${who}`, count)), at - back) as readonly AccessEvent[];
        sum += entries.reduce((all, [, count]) => all + count, 0);
        for (const event of events) {
          if (event.type === 'AccessRepeated') rows.set(event.ordinal, event.count);
          else {
            for (const [index, { count }] of event.entries.entries()) rows.set(event.ordinal + index, count);
            if (back < 3) perMinute.set(event.minute, (perMinute.get(event.minute) ?? 0) + event.entries.length);
          }
        }
        day.state = accessStream.restore(JSON.parse(JSON.stringify(day.state)));
      }
      expect([...rows.values()].reduce((all, count) => all + count, 0)).toBe(sum);
      expect(day.state.entries.size).toBeLessThanOrEqual(3 * (limits.accessEntriesPerMinute + 1));
      for (const count of perMinute.values()) expect(count).toBeLessThanOrEqual(limits.accessEntriesPerMinute + 1);
    }), { numRuns: 60 });
  });
});
