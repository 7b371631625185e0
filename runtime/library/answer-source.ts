/** Answers to what decisions ask of the world: at once where nothing need be read, else from the database. */
import type { Json } from '../../engine/json/json.ts';
import { questionId, type Answers, type Question } from '../../engine/stream/index.ts';
import { machineOffsets } from '../../engine/time/zone.ts';
import type { Queryable } from '../port/database.ts';
import type { CaseNumbers } from './case-numbers.ts';
import type { DefinitionLibrary } from './definition-library.ts';

/** Reads the answer to one type of question. */
type Reader<T extends Question['type']> = (database: Queryable, question: Extract<Question, { type: T }>) => Promise<Json>;

type Readers = { readonly [T in Question['type']]: Reader<T> };

const nobody = (question: Question): Promise<Json> =>
  Promise.reject(new Error(`Expected to know who answers questions of type '${question.type}', but nobody does yet`));

export class AnswerSource {
  readonly #readers: Readers;
  readonly #library: DefinitionLibrary;

  constructor(library: DefinitionLibrary, numbers: CaseNumbers) {
    this.#library = library;
    this.#readers = {
      decision: (database, { id }) => library.latestDecision(database, id) as Promise<unknown> as Promise<Json>,
      definition: (database, { id, binding }) => library.bound(database, id, binding) as Promise<unknown> as Promise<Json>,
      form: (database, { id }) => latestForm(database, id),
      messageStarts: (database, { name }) => library.starts(database, 'message', name) as Promise<unknown> as Promise<Json>,
      signalStarts: (database, { name }) => library.starts(database, 'signal', name) as Promise<unknown> as Promise<Json>,
      latestVersion: latestVersion,
      offset: (_database, { zone, at }) => Promise.resolve(machineOffsets.offsetAt(zone, at) ?? null),
      localOffset: (_database, { zone, at }) => Promise.resolve(machineOffsets.offsetOfLocal(zone, at) ?? null),
      caseNumber: async (database) => String((await numbers.take(1, database))[0] ?? 0n),
      people: (_database, question) => nobody(question),
      membership: isMember,
      calendar: (_database, question) => nobody(question),
    };
  }

  /** What needs no reading. */
  known(question: Question): Json | undefined {
    if (question.type === 'offset') return machineOffsets.offsetAt(question.zone, question.at) ?? null;
    if (question.type === 'localOffset') return machineOffsets.offsetOfLocal(question.zone, question.at) ?? null;
    if (question.type === 'messageStarts') return this.#library.knownStarts('message', question.name) as unknown as Json | undefined;
    if (question.type === 'signalStarts') return this.#library.knownStarts('signal', question.name) as unknown as Json | undefined;
    return undefined;
  }

  async answer(database: Queryable, questions: readonly Question[]): Promise<Answers> {
    const answers: { [question: string]: Json } = {};
    for (const question of questions)
      answers[questionId(question)] = await (this.#readers[question.type] as Reader<Question['type']>)(database, question);
    return answers;
  }
}

/** `group:ID`, `role:ROLE`, or `role:ROLE:DEFINITION` for a role that reaches the definition: as it stands in this transaction. */
const isMember = async (database: Queryable, { person, of }: Extract<Question, { type: 'membership' }>): Promise<Json> => {
  const [, kind, name = '', scope = null] = /^(group|role):([^:]*)(?::(.*))?$/s.exec(of) ?? [];
  if (kind === 'group') {
    const found = await database.query('select 1 from group_member where user_id = $1 and group_id = $2 limit 1', [person, of.slice('group:'.length)]);
    return found.length > 0;
  }
  if (kind !== 'role') return false;
  const found = await database.query(
    `select 1 from role_grant where role = $2 and ($3::text is null or cardinality(scope) = 0 or $3::text = any(scope))
       and (grantee_kind = 'user' and grantee_id = $1 or grantee_kind = 'group' and grantee_id in (select group_id from group_member where user_id = $1)) limit 1`,
    [person, name, scope],
  );
  return found.length > 0;
};

const latestForm = async (database: Queryable, id: string): Promise<Json> => {
  const [row] = await database.query<{ key: bigint; id: string; version: number; hash: string }>(
    'select key, id, version, hash from form where id = $1 order by version desc limit 1',
    [id],
  );
  return row === undefined ? null : { key: String(row.key), id: row.id, version: row.version, hash: row.hash };
};

const latestTables = { process: 'process_definition', decisions: 'decision_requirements', decision: 'decision_definition', form: 'form' } as const;

const latestVersion = async (database: Queryable, { kind, id }: Extract<Question, { type: 'latestVersion' }>): Promise<Json> => {
  const resource = kind === 'decision' ? `'' resource_name` : 'resource_name';
  const timers = kind === 'process' ? `exists (select from definition_start where definition_key = key and type = 'timer')` : 'false';
  const [row] = await database.query<{ key: bigint; version: number; hash: string; resource_name: string; has_timers: boolean }>(
    `select key, version, hash, ${resource}, ${timers} has_timers from ${latestTables[kind]} where id = $1 order by version desc limit 1`,
    [id],
  );
  if (row === undefined) return null;
  return { key: String(row.key), version: row.version, hash: row.hash, resourceName: row.resource_name, ...(row.has_timers ? { hasTimers: true } : {}) };
};
