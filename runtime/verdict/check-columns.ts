/** The columns beside a record say what the record says: whoever changed one alone could make a command take effect twice, or hide a restore. */
import { base64urlOf, leafHashOf, recordOf } from '../../engine/journal/index.ts';
import type { JournalStep } from '../query/case-steps.ts';
import { sha256 } from '../sha256.ts';

export type ColumnVerdict = { readonly ok: true } | { readonly ok: false; readonly seq: number; readonly column: string; readonly message: string };

export class ColumnCheck {
  verdict: ColumnVerdict = { ok: true };
  #before: JournalStep | undefined;

  /** The same steps, looked at as they pass. */
  async *watching(steps: AsyncIterable<JournalStep>): AsyncGenerator<JournalStep> {
    for await (const step of steps) {
      if (this.verdict.ok) this.#look(step);
      yield step;
    }
  }

  #look(step: JournalStep): void {
    const record = recordOf(step.record);
    if (record === undefined) return; // the chain says so
    this.#same('command_id', step, record.id, step.commandId);
    this.#same('stream', step, record.stream, String(step.stream));
    this.#same('seq', step, record.seq, step.seq);
    this.#same('hash', step, base64urlOf(leafHashOf(step.record, sha256)), base64urlOf(step.hash));
    const before = this.#before;
    // A stream is locked while a step is added, and a restored database begins a new timeline.
    if (before !== undefined && step.timeline < before.timeline) this.#fault('timeline', step, `at least ${before.timeline}, as in the step before`, step.timeline);
    if (before !== undefined && step.timeline === before.timeline && step.xid < before.xid) this.#fault('xid', step, `at least ${before.xid}, as in the step before`, step.xid);
    this.#before = step;
  }

  #same(column: string, step: JournalStep, expected: string | number, found: string | number): void {
    if (expected !== found) this.#fault(column, step, `${expected}, as in the record`, found);
  }

  #fault(column: string, { seq }: JournalStep, expected: string, found: string | number | bigint): void {
    if (this.verdict.ok) this.verdict = { ok: false, seq, column, message: `Expected column ${column} of step ${seq} to be ${expected}, but it is ${found}` };
  }
}
