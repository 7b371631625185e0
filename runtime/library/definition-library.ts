/**
 * Deployed definitions, compiled once per content and kept. Which keys and versions there are is kept too, and
 * forgotten whenever the newest deployment in the database is not the one it was read after: what is latest may be
 * another, and in a database that was restored a key may name something else.
 */
import { compileDecisionSource, type DecisionModel } from '../../engine/dmn/index.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import type { DefinitionRef, Executable, StartRef } from '../../engine/case/index.ts';
import { streamKeyOf, type Binding, type DecisionRef, type Library } from '../../engine/stream/index.ts';
import { compileHere, type Compiler } from '../port/compiler.ts';
import type { Queryable } from '../port/database.ts';
import type { DefinitionSelector } from '../pipeline/submission.ts';
import { keyInDeployment } from './deployed-before.ts';
import { hashOf } from './deployable.ts';
import { executableOf } from './models.ts';
import { RecentlyUsed } from './recently-used.ts';

interface DefinitionRow {
  readonly [column: string]: unknown;
  readonly key: bigint;
  readonly id: string;
  readonly version: number;
  readonly hash: string;
  readonly dialect: 'bpmn' | 'statechart';
}

const definitionColumns = 'key, id, version, hash, dialect';

const refOf = (row: DefinitionRow): DefinitionRef => ({
  key: String(row.key),
  id: row.id,
  version: row.version,
  hash: row.hash,
  dialect: row.dialect,
});

/** Two start events of one process for one name would be two cases; the last one counts. */
const latestStarts = `select d.key, d.id, d.version, d.hash, d.dialect, s.element_id from definition_start s join process_definition d on d.key = s.definition_key
  where s.type = $1 and s.name = $2 and not exists (select from process_definition newer where newer.id = d.id and newer.version > d.version)
  order by d.id, s.element_id desc`;

/** Compiled definitions and decisions kept: versions that nobody uses any more are forgotten. */
const compiledMax = 2_000;
const namedMax = 20_000;

/** Characters of a source that is compiled at once: 3 ms of a processor for 1,000 of them, the first time. */
const compiledAtOnceMax = 16_384;

/** It is compiled elsewhere, while others go on. */
export class BeingCompiled extends Error {
  /** When it can be had of the library; rejects when it cannot be compiled now. */
  readonly ready: Promise<void>;

  constructor(id: string, ready: Promise<void>) {
    super(`Expected the definition ${id} to be compiled, but it is being compiled`);
    this.name = 'BeingCompiled';
    this.ready = ready;
  }
}

export class DefinitionLibrary {
  readonly #executables = new RecentlyUsed<string, Executable>(compiledMax);
  readonly #decisions = new RecentlyUsed<string, DecisionModel>(compiledMax);
  readonly #compiler: Compiler;
  /** Sources that are being compiled, by hash. */
  readonly #underWay = new Map<string, Promise<void>>();
  #byKey = new RecentlyUsed<bigint, DefinitionRef>(namedMax);
  /** Only what was found: clients may ask for any number of ids. */
  #byId = new RecentlyUsed<string, DefinitionRef>(namedMax);
  #latestDecisions = new Map<string, DecisionRef>();
  /** What begins with a message or a signal, also that nothing does: asked with every one of them. */
  #starts = new RecentlyUsed<string, readonly StartRef[]>(namedMax);
  #newestDeployment: string | undefined;

  /** What decisions may look up; holds whatever `prepare` has loaded. */
  readonly library: Library = { decision: (hash) => this.#decisions.get(hash) };

  /** @param compiler of large definitions; default: this thread */
  constructor(compiler: Compiler = compileHere) {
    this.#compiler = compiler;
  }

  /** What was read of deployments holds only if the newest one is still this; by the hash of its step, for numbers come again. */
  asOf(newestDeployment: string): void {
    if (newestDeployment !== this.#newestDeployment) this.forgetDeployed();
    this.#newestDeployment = newestDeployment;
  }

  /** What is compiled stays: it is named by its content. */
  forgetDeployed(): void {
    // New maps: a look-up under way fills the old one, which nobody asks any more.
    this.#byKey = new RecentlyUsed(namedMax);
    this.#byId = new RecentlyUsed(namedMax);
    this.#latestDecisions = new Map();
    this.#starts = new RecentlyUsed(namedMax);
    this.#newestDeployment = undefined;
  }

  /** Undefined when there is no such definition. */
  async find(database: Queryable, selector: DefinitionSelector): Promise<DefinitionRef | undefined> {
    if ('key' in selector) {
      const byKey = this.#byKey;
      const known = byKey.get(selector.key);
      if (known !== undefined) return known;
      const found = await this.#read(database, 'key = $1', [selector.key]);
      if (found !== null) byKey.set(selector.key, found);
      return found ?? undefined;
    }
    const name = `${selector.id}\u0000${selector.version ?? 'latest'}`;
    const byId = this.#byId;
    const known = byId.get(name);
    if (known !== undefined) return known;
    const found =
      selector.version === undefined
        ? await this.#read(database, 'id = $1', [selector.id])
        : await this.#read(database, 'id = $1 and version = $2', [selector.id, selector.version]);
    if (found !== null) byId.set(name, found);
    return found ?? undefined;
  }

  /** Which version of an id a binding means; null when there is none. */
  async bound(database: Queryable, id: string, binding: Binding): Promise<DefinitionRef | null> {
    switch (binding.type) {
      case 'latest':
        return (await this.find(database, { id })) ?? null;
      case 'versionTag':
        return this.#read(database, 'id = $1 and version_tag = $2', [id, binding.tag]);
      case 'deployment': {
        const key = await keyInDeployment(database, streamKeyOf(BigInt(binding.key)), id);
        return key === undefined ? null : ((await this.find(database, { key })) ?? null);
      }
    }
  }

  /** What begins with a message or a signal of the name, by process id; undefined: it must be read. */
  knownStarts(type: 'message' | 'signal', name: string): readonly StartRef[] | undefined {
    return this.#starts.get(`${type} ${name}`);
  }

  async starts(database: Queryable, type: 'message' | 'signal', name: string): Promise<readonly StartRef[]> {
    const kept = this.#starts;
    const known = kept.get(`${type} ${name}`);
    if (known !== undefined) return known;
    const rows = await database.query<DefinitionRow & { readonly element_id: string }>(latestStarts, [type, name]);
    const byProcess = new Map(rows.map((row): [string, StartRef] => [row.id, { definition: refOf(row), event: row.element_id }]));
    const found = [...byProcess.values()];
    kept.set(`${type} ${name}`, found);
    return found;
  }

  async #read(database: Queryable, where: string, parameters: readonly (string | number | bigint)[]): Promise<DefinitionRef | null> {
    const [row] = await database.query<DefinitionRow>(
      `select ${definitionColumns} from process_definition where ${where} order by version desc limit 1`,
      parameters,
    );
    return row === undefined ? null : refOf(row);
  }

  /** The compiled definition if it is in memory. */
  executable(definition: { readonly hash: string; readonly id: string }): Executable | undefined {
    return this.#executables.get(`${definition.hash} ${definition.id}`);
  }

  /** Compiles the definition if it is not in memory, however long that takes. */
  async prepare(database: Queryable, definition: DefinitionRef): Promise<Executable> {
    try {
      return await this.prepareAtOnce(database, definition);
    } catch (error) {
      if (!(error instanceof BeingCompiled)) throw error;
      await error.ready;
      return this.#compiled(definition);
    }
  }

  /** For those who must not wait: @throws BeingCompiled when the definition is not in memory, and large */
  async prepareAtOnce(database: Queryable, definition: DefinitionRef): Promise<Executable> {
    const known = this.executable(definition);
    if (known !== undefined) return known;
    const { hash, id, dialect } = definition;
    const underWay = this.#underWay.get(hash);
    if (underWay !== undefined) throw new BeingCompiled(id, underWay);
    const source = await readResource(database, hash);
    if (source.length > compiledAtOnceMax) throw new BeingCompiled(id, this.#begin(definition, source));
    await this.#compile(compileHere, { hash, dialect }, source);
    return this.#compiled(definition);
  }

  /** One for all who ask meanwhile. */
  #begin(definition: DefinitionRef, source: string): Promise<void> {
    const { hash } = definition;
    const begun = this.#underWay.get(hash);
    if (begun !== undefined) return begun;
    const compiling = this.#compile(this.#compiler, definition, source).finally(() => this.#underWay.delete(hash));
    compiling.catch(() => undefined); // told to whoever waits for it
    this.#underWay.set(hash, compiling);
    return compiling;
  }

  async #compile(compiler: Compiler, { hash, dialect }: Pick<DefinitionRef, 'hash' | 'dialect'>, source: string): Promise<void> {
    const models = await compiler.models(source, dialect);
    if ('kind' in models) throw new Error(models.message);
    for (const model of models) this.#executables.set(`${hash} ${model.id}`, executableOf(model));
  }

  #compiled(definition: DefinitionRef): Executable {
    const executable = this.executable(definition);
    if (executable === undefined) throw new Error(`Expected resource ${definition.hash} to define ${definition.id}, but it does not`);
    return executable;
  }

  /** The newest decision of an id, which is in the library then; null when there is none. */
  async latestDecision(database: Queryable, id: string): Promise<DecisionRef | null> {
    const kept = this.#latestDecisions;
    const known = kept.get(id);
    // Its decision may have been forgotten since.
    if (known !== undefined) {
      await this.prepareDecision(database, known.hash);
      return known;
    }
    const [row] = await database.query<{ key: bigint; id: string; version: number; hash: string }>(
      'select key, id, version, hash from decision_definition where id = $1 order by version desc limit 1',
      [id],
    );
    if (row === undefined) return null;
    await this.prepareDecision(database, row.hash);
    const found = { key: String(row.key), id: row.id, version: row.version, hash: row.hash };
    kept.set(id, found);
    return found;
  }

  async prepareDecision(database: Queryable, hash: string): Promise<DecisionModel> {
    const known = this.#decisions.get(hash);
    if (known !== undefined) return known;
    const compilation = compileDecisionSource(await readResource(database, hash), feelEngine);
    if (!compilation.ok)
      throw new Error(`Expected to compile deployed decisions ${hash}, but they were refused: ${compilation.problems[0]?.message}`);
    this.#decisions.set(hash, compilation.model);
    return compilation.model;
  }
}

/** A definition is not there, or not the one that its hash names: nothing is decided with it. */
export class ResourceError extends Error {
  readonly grade: 'missing' | 'altered';

  constructor(hash: string, grade: 'missing' | 'altered') {
    super(`Expected to find the definition with hash ${hash}, but ${grade === 'missing' ? 'it is not stored' : 'what is stored under it is another one: somebody has changed it'}`);
    this.name = 'ResourceError';
    this.grade = grade;
  }
}

const readResource = async (database: Queryable, hash: string): Promise<string> => {
  const [row] = await database.query<{ content: string }>('select content from resource where hash = $1', [hash]);
  if (row === undefined) throw new ResourceError(hash, 'missing');
  if (hashOf(row.content) !== hash) throw new ResourceError(hash, 'altered');
  return row.content;
};
