/** A case's journal: its steps, its state after any of them, and whether it still holds. */
import { z } from 'zod';
import { key } from './key.ts';

const wholeNumber = (fallback: number, max: number) =>
  z.coerce.number<string>().int().min(0).max(max).default(fallback);

/** Query parameters are text. */
export const stepsQuery = z.strictObject({
  from: wholeNumber(0, 2_147_483_647).meta({ description: 'First step of the page.' }),
  limit: z.coerce.number<string>().int().min(1).max(1_000).default(100),
});

const json = z.unknown();

const actor = z.strictObject({
  id: z.string(),
  kind: z.enum(['person', 'client', 'anonymous', 'engine']),
  method: z.enum(['password', 'oidc', 'apiKey', 'basic', 'sample', 'simulated', 'none']).meta({ description: 'How it was proven; `none`: it was not.' }),
});

const stepWarning = z.strictObject({
  code: z.string().meta({ description: 'Of FEEL or of decisions: `UNKNOWN_NAME`, `NULL_ARITHMETIC`.' }),
  element: z.string().meta({ description: 'Whose expression it is.' }),
  attribute: z.string().meta({ description: 'Which of its expressions.' }),
  from: z.int().optional().meta({ description: 'Where in the text of the expression, in UTF-16 units.' }),
  to: z.int().optional(),
  name: z.string().optional().meta({ description: 'The name that it is about.' }),
});

export const step = z
  .strictObject({
    seq: z.int(),
    at: z.string().meta({ format: 'date-time' }),
    id: z.string().meta({ description: "The command's id." }),
    actor: actor.meta({ description: 'Who sent the command.' }),
    onBehalfOf: actor.nullable().meta({ description: 'For whom; of an anonymous client only what it said.' }),
    command: z.looseObject({ type: z.string() }),
    events: z.array(z.looseObject({ type: z.string() })),
    answers: z.record(z.string(), json).meta({ description: 'What the decision was told from outside the case.' }),
    warnings: z.array(stepWarning).meta({ description: 'What expressions did that their authors should know, without values.' }),
    definition: z.string().nullable().optional().meta({ description: 'SHA-256 of the definition that decided, hex; absent: as in the step before.' }),
    versions: z
      .strictObject({ kernel: z.int(), feel: z.int(), dmn: z.int() })
      .optional()
      .meta({ description: 'Versions of what decided; absent: as in the step before.' }),
    last: z.boolean().meta({ description: "The case's last step." }),
    erased: z.boolean().meta({ description: 'The values of the step were erased; the record stands.' }),
    withheld: z.array(z.string()).meta({ description: 'Paths of single values that are withheld or erased.' }),
    hash: z.string().meta({ description: 'SHA-256 over the record as a leaf of RFC 6962, base64url.' }),
    prev: z.string().nullable().meta({ description: 'Hash of the step before; null for the first.' }),
    record: z.string().meta({ description: 'The exact text of the record (RFC 8785).' }),
    payload: z.string().nullable().meta({ description: 'The exact text of the values; null: erased, or there are none.' }),
  })
  .meta({ id: 'Step' });

const fault = z.strictObject({ seq: z.int(), fault: z.string(), message: z.string() }).nullable()
  .meta({ description: 'Where the record is broken, as far as this answer shows; null: nowhere.' });

export const stepPage = z.strictObject({
  caseKey: key,
  fault,
  erasures: z.array(z.strictObject({ at: z.string().meta({ format: 'date-time' }), by: z.string(), because: z.string() }))
    .meta({ description: 'When, by whom and why values were taken away, the latest first.' }),
  steps: z.array(step),
  next: z.int().nullable().meta({ description: '`from` of the next page; null on the last.' }),
});

export const stateQuery = z.strictObject({
  seq: z.coerce.number<string>().int().min(0).max(2_147_483_647).optional().meta({ description: 'Default: the last step.' }),
});

export const caseState = z.strictObject({
  caseKey: key,
  seq: z.int(),
  state: z.looseObject({ status: z.string() }).meta({ description: 'The folded state, keyed by ordinal.' }),
  stateHash: z.string(),
});

const difference = z.strictObject({
  table: z.string(),
  row: z.record(z.string(), z.string()).meta({ description: 'The columns that name the row.' }),
  column: z.string().nullable().meta({ description: 'null: the whole row.' }),
  expected: z.string().nullable().meta({ description: 'What the journal says; null: nothing.' }),
  found: z.string().nullable(),
});

const verdict = {
  verified: z.boolean().meta({ description: 'The chain and the columns hold, the definitions are what their hashes name, and deciding again gives the same events.' }),
  chain: z.looseObject({ ok: z.boolean() }).meta({ description: 'Whether the records are whole, in order and linked; where they are: how many steps, the head, and whether the stream has ended.' }),
  columns: z.looseObject({ ok: z.boolean() }).nullable().meta({ description: 'Whether the columns beside the records say what the records say; null here and below: the chain does not hold.' }),
  definition: z.enum(['equal', 'missing', 'altered']).nullable().meta({ description: 'Whether the definitions that decided are stored as their hashes name them; null where none decides.' }),
  redecide: z.looseObject({ verdict: z.enum(['equal', 'diverges', 'redacted', 'incomparable']) }).nullable().meta({ description: 'null where nothing is decided again.' }),
  projections: z.strictObject({ verdict: z.enum(['equal', 'differs']), differences: z.array(difference) }).nullable()
    .meta({ description: 'Whether what searches read is what the journal says.' }),
  snapshot: z.enum(['equal', 'differs']).nullable().meta({ description: 'Whether the stored snapshot is what the steps fold to; null: there is none.' }),
};

export const verdictQuery = z.strictObject({
  head: z.string().optional().meta({ description: 'A head that was written down earlier, base64url: does the stream have it?' }),
});

export const caseVerdict = z.strictObject({
  caseKey: key,
  ...verdict,
  head: z
    .strictObject({ seq: z.int().nullable().meta({ description: 'The step with this hash; null: none has it.' }), isLast: z.boolean() })
    .optional()
    .meta({ description: 'Of the head that was asked for.' }),
});

export const streamVerdict = z.strictObject({ stream: z.string(), kind: z.string().nullable(), ...verdict });

export const journalQuery = z.strictObject({
  after: z.string().regex(/^\d{1,19}$/).default('0').meta({ description: 'The last stream of the page before.' }),
});

export const journalPage = z.strictObject({
  streams: z.int(),
  steps: z.int(),
  faults: z.array(streamVerdict).meta({ description: 'Streams with anything that speaks against them.' }),
  last: z.string().nullable().meta({ description: '`after` of the next page; null on the last.' }),
  strays: z.array(z.strictObject({ table: z.string(), rows: z.int() })).nullable()
    .meta({ description: 'On the last page: rows that searches read and that are of no stream.' }),
});

export const journalSize = z.strictObject({ steps: z.int().meta({ description: 'About.' }) });

export const closeCase = z.strictObject({
  because: z.string().min(1).max(10_000).meta({ description: 'Why; stands in the record of the case.' }),
});

export const caseClosed = z.strictObject({ caseKey: key, seq: z.int().meta({ description: 'The step that ended the case.' }) });

export const fileQuery = z.strictObject({
  withhold: z.string().max(10_000).transform((text) => text.split(',').map((name) => name.trim()).filter((name) => name !== '')).optional()
    .meta({ description: 'Names of variables whose values are left out, with commas between them; `*`: all values. The rest verifies.' }),
});

export const caseFile = z.string().meta({ description: 'The whole case as one document that `acta verify` reads.' });
