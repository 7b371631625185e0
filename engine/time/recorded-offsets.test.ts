import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordedOffsets, RecordingOffsets } from './recorded-offsets.ts';
import { machineOffsets, noOffsets } from './zone.ts';

const zone = fc.constantFrom('Asia/Shanghai', 'Europe/Berlin', 'America/St_Johns', 'No/Where');
const second = fc.integer({ min: -4_000_000_000, max: 8_000_000_000 });

describe('recorded offsets', () => {
  it('give again what was kept', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(zone, second, fc.boolean())), (questions) => {
        const recording = new RecordingOffsets(machineOffsets);
        const ask = (offsets: typeof machineOffsets): readonly (number | undefined)[] =>
          questions.map(([name, at, local]) => (local ? offsets.offsetOfLocal(name, at) : offsets.offsetAt(name, at)));
        const answers = ask(recording);
        expect(answers).toEqual(ask(machineOffsets));
        expect(ask(recordedOffsets(recording.used))).toEqual(answers);
      }),
    );
  });

  it('are kept once, in the order of the questions', () => {
    const recording = new RecordingOffsets({ offsetAt: () => 60, offsetOfLocal: () => 120 });
    recording.offsetOfLocal('Mars/Base', 5);
    recording.offsetAt('Mars/Base', 5);
    recording.offsetAt('Mars/Base', 5);
    expect(recording.used).toEqual([{ zone: 'Mars/Base', local: 5, offset: 120 }, { zone: 'Mars/Base', at: 5, offset: 60 }]);
  });

  it('keep that a zone was not known', () => {
    const recording = new RecordingOffsets(noOffsets);
    expect(recording.offsetAt('Mars/Base', 1)).toBeUndefined();
    expect(recording.used).toEqual([{ zone: 'Mars/Base', at: 1, offset: null }]);
    expect(recordedOffsets(recording.used).offsetAt('Mars/Base', 1)).toBeUndefined();
  });

  it('refuse to make up an answer', () => {
    expect(() => recordedOffsets([]).offsetAt('Europe/Berlin', 1)).toThrow("Expected the record to hold the offset of 'Europe/Berlin at 1', but it does not");
  });
});
