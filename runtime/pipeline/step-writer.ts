/** Seals the steps of a batch and writes them in one statement. */
import { randomFillSync } from 'node:crypto';
import { sealStep, type CanonicalTexts, type Preceding, type SealedStep, type ShapeTable, type StepContent } from '../../engine/journal/index.ts';
import type { Answers } from '../../engine/stream/index.ts';
import type { Queryable } from '../port/database.ts';
import { arrayLiteral, jsonLines, type Cell } from '../port/array-literal.ts';
import { sha256 } from '../sha256.ts';

/** Records travel as text and are stored as its UTF-8 bytes: half the parameter of hex digits. An empty line is a step without values. */
const insertSteps = `insert into step (stream, seq, command_id, record, payload, timeline)
  select r.stream, r.seq, r.id, convert_to(r.record, 'UTF8'), r.payload, $6::int4
  from unnest($1::text::int8[], $2::text::int4[], $3::text::text[], string_to_array($4::text, E'\\n'), string_to_array($5::text, E'\\n', ''))
    r(stream, seq, id, record, payload)`;

const secretBytes = 32;
const secretPool = new Uint8Array(secretBytes * 128);
let secretAt = secretPool.length;

/** Fresh random bytes, drawn for many steps at once. */
const freshSecret = (): Uint8Array => {
  if (secretAt === secretPool.length) {
    randomFillSync(secretPool);
    secretAt = 0;
  }
  secretAt += secretBytes;
  return secretPool.slice(secretAt - secretBytes, secretAt);
};

export interface StepBesides {
  readonly answers?: Answers;
  readonly texts?: CanonicalTexts;
}

export class StepWriter {
  readonly #shapes: ShapeTable;
  readonly #streams: Cell[] = [];
  readonly #seqs: Cell[] = [];
  readonly #ids: Cell[] = [];
  readonly #records: string[] = [];
  readonly #payloads: string[] = [];

  constructor(shapes: ShapeTable) {
    this.#shapes = shapes;
  }

  get size(): number {
    return this.#streams.length;
  }

  /** The stream's next step follows the head of what is returned. */
  add(step: StepContent, before: Preceding | null, { answers = {}, texts }: StepBesides = {}): SealedStep {
    const sealed = sealStep({ ...step, before, answers, secret: freshSecret() }, sha256, { shapes: this.#shapes, ...(texts === undefined ? {} : { texts }) });
    this.#streams.push(step.stream);
    this.#seqs.push(step.seq);
    this.#ids.push(step.id);
    this.#records.push(sealed.recordText);
    this.#payloads.push(sealed.payload ?? '');
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
