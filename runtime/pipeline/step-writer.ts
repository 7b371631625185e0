/** Seals the steps of a batch and writes them in one statement. */
import { randomFillSync } from 'node:crypto';
import { sealStep, type SealedStep, type StepContent } from '../../engine/journal/index.ts';
import type { Answers } from '../../engine/case/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral, jsonLines, type Cell } from '../port/array-literal.ts';
import { sha256 } from '../sha256.ts';

/** Records travel as text and are stored as its UTF-8 bytes: half the parameter of hex digits. */
const insertSteps = `insert into step (stream, seq, command_id, record, payload, timeline)
  select r.stream, r.seq, r.id, convert_to(r.record, 'UTF8'), r.payload, $6::int4
  from unnest($1::text::int8[], $2::text::int4[], $3::text::text[], string_to_array($4::text, E'\\n'), string_to_array($5::text, E'\\n'))
    r(stream, seq, id, record, payload)`;

const saltBytes = 32;
const saltPool = new Uint8Array(saltBytes * 128);
let saltAt = saltPool.length;

/** Fresh random bytes, drawn for many steps at once. */
const freshSalt = (): Uint8Array => {
  if (saltAt === saltPool.length) {
    randomFillSync(saltPool);
    saltAt = 0;
  }
  saltAt += saltBytes;
  return saltPool.slice(saltAt - saltBytes, saltAt);
};

export class StepWriter {
  readonly #streams: Cell[] = [];
  readonly #seqs: Cell[] = [];
  readonly #ids: Cell[] = [];
  readonly #records: string[] = [];
  readonly #payloads: string[] = [];

  get size(): number {
    return this.#streams.length;
  }

  /** The stream's next step links to the hash of what is returned. */
  add(step: StepContent, prev: Uint8Array | null, answers: Answers): SealedStep {
    const sealed = sealStep({ ...step, prev, answers, salt: freshSalt() }, sha256);
    this.#streams.push(step.stream);
    this.#seqs.push(step.seq);
    this.#ids.push(step.id);
    this.#records.push(sealed.recordText);
    this.#payloads.push(sealed.payload);
    return sealed;
  }

  async write(database: Queryable, timeline: number): Promise<void> {
    if (this.size === 0) return;
    await database.query(insertSteps, [
      arrayLiteral(this.#streams),
      arrayLiteral(this.#seqs),
      arrayLiteral(this.#ids),
      jsonLines(this.#records),
      jsonLines(this.#payloads),
      timeline,
    ]);
  }
}
