/** What the resources of a deployment define, compiled; or everything that is wrong with them. */
import { createHash } from 'node:crypto';
import { compileBpmn } from '../../engine/bpmn/index.ts';
import { analyseTables, compileDecisionFiles, decisionSource, Imports, type CompiledFile, type DecisionFile, type ImportWanted, type TableFinding } from '../../engine/dmn/index.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import { whoActedFunctions, type CaseStart, type Compilation, type Problem, type Uses } from '../../engine/case/index.ts';
import type { StartSource } from '../../engine/definition/index.ts';
import { jsonMistake } from '../../engine/json/json-mistake.ts';
import { limits } from '../../engine/stream/index.ts';
import { sourceOf } from '../../engine/work/expression.ts';
import { compileStatechart } from '../../engine/statechart/index.ts';
import { jsonNotation, PlacedSource, xmlNotation, type Notation, type Position } from './place-in-source.ts';

export interface Resource {
  /** File name; its ending says what it is. */
  readonly name: string;
  readonly content: string;
}

interface Base {
  readonly resourceName: string;
  /** Hex SHA-256 of the source. */
  readonly hash: string;
  /** The content of the resource; of decisions that import others with all of these. */
  readonly source: string;
  readonly id: string;
}

export type Deployable =
  | (Base & {
      readonly kind: 'process';
      readonly dialect: 'bpmn' | 'statechart';
      readonly name: string | null;
      readonly versionTag: string | null;
      readonly startFormId: string | null;
      /** What lets a case begin from outside. */
      readonly starts: readonly StartSource[];
      /** What it calls and shows, as far as it is literal. */
      readonly uses: Uses;
      /** Names of the elements that have one, by id. */
      readonly elementNames: { readonly [element: string]: string };
    })
  | (Base & {
      readonly kind: 'decisions';
      readonly name: string;
      readonly decisions: readonly { readonly id: string; readonly name: string }[];
    })
  | (Base & { readonly kind: 'form' });

export interface Compiled {
  readonly deployables: readonly Deployable[];
  /** By resource name, in order. */
  readonly problems: readonly (Problem & { readonly resourceName: string })[];
}

export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

type Reader = (resource: Resource, base: Omit<Base, 'id'>) => Promise<Compiled> | Compiled;

const processes =
  (dialect: 'bpmn' | 'statechart', compile: (source: string) => Promise<Compilation>): Reader =>
  async (resource, base) => {
    const compilation = await compile(resource.content);
    if (!compilation.ok) return { deployables: [], problems: located(resource, compilation.problems) };
    const deployables = compilation.definitions.map(({ id, name, versionTag, startFormId, starts, uses, model }) => ({
      ...base, kind: 'process' as const, dialect, id, name, versionTag, startFormId, uses, starts: starts.flatMap(startSource),
      elementNames: elementNames(model as NamedNodes),
    }));
    return { deployables, problems: located(resource, compilation.warnings) };
  };

/** Expressions travel as their texts. */
const startSource = ({ event, trigger }: CaseStart): StartSource[] => {
  switch (trigger.type) {
    case 'message':
      return trigger.attributes.messageName === null ? [] : [{ event, type: 'message', name: sourceOf(trigger.attributes.messageName) }];
    case 'signal':
      return [{ event, type: 'signal', name: sourceOf(trigger.name) }];
    case 'timer':
      return [{ event, type: 'timer', timer: trigger.timer, text: sourceOf(trigger.expression) }];
    default:
      return [];
  }
};

/** Models of both dialects have nodes with names. */
interface NamedNodes {
  readonly nodes?: readonly { readonly id: string; readonly name: string | null }[];
}

const elementNames = ({ nodes = [] }: NamedNodes): { [element: string]: string } =>
  Object.fromEntries(nodes.flatMap(({ id, name }) => (name === null || name === '' ? [] : [[id, name]])));

/** What is deployed already, as far as a deployment builds on it. */
export interface DeployedBefore {
  /** The newest version of each decision file with the namespace. */
  decisionFiles(namespace: string): Promise<readonly DecisionFile[]>;
  /** Which of the ids are deployed. */
  ids(kind: 'form' | 'decision', ids: readonly string[]): Promise<ReadonlySet<string>>;
}

/** A deployment that imports more of what is deployed already is refused by the compiler. */
const lookUpsMax = 100;

/** Files that import each other or what is deployed, which is looked up only for those that are not found otherwise. */
const compileDecisionResources = async (resources: readonly Resource[], deployed: DeployedBefore | undefined): Promise<Compiled> => {
  const files = resources.map(({ name, content }) => ({ name, xml: content }));
  const known = new Map<string, readonly DecisionFile[]>();
  for (;;) {
    const missing = new Set<string>();
    const imports = new Imports([...known.values()].flat());
    const resolve = (wanted: ImportWanted): DecisionFile | undefined => {
      if (!known.has(wanted.namespace)) missing.add(wanted.namespace);
      return imports.find(wanted);
    };
    const compiled = compileDecisionFiles(files, feelEngine, { resolve });
    if (missing.size === 0 || known.size + missing.size > lookUpsMax) return joined(compiled.map(decisionsOf));
    for (const namespace of missing) known.set(namespace, (await deployed?.decisionFiles(namespace)) ?? []);
  }
};

const decisionsOf = ({ file, model, problems, imports }: CompiledFile): Compiled => {
  const resource = { name: file.name, content: file.xml };
  const own = problems.map((problem) => ownProblem(problem, imports));
  if (model === undefined) return { deployables: [], problems: located(resource, own) };
  const list = model.decisions.map(({ id, name }) => ({ id, name }));
  const source = decisionSource(file, imports);
  return {
    deployables: [{ resourceName: file.name, source, hash: hashOf(source), kind: 'decisions', id: model.id, name: model.name, decisions: list }],
    problems: located(resource, [...own, ...analyseTables(model, feelEngine, { functions: whoActedFunctions }).map(problemOf)]),
  };
};

/** What is found in an imported file has its place there. */
const ownProblem = ({ file, ...problem }: CompiledFile['problems'][number], imports: readonly DecisionFile[]): Problem => {
  if (file === undefined) return problem;
  const content = imports.find(({ name }) => name === file)?.xml ?? '';
  const [{ line, column } = {} as Partial<Position>] = located({ name: file, content }, [problem]);
  const { expression: _expression, line: _line, ...rest } = problem;
  return { ...rest, message: `In the imported file '${file}'${placeText({ line, column })}: ${problem.message}` };
};

const placeText = ({ line, column }: { readonly line?: number | undefined; readonly column?: number | undefined }): string =>
  [line === undefined ? '' : `, line ${line}`, column === undefined ? '' : `, column ${column}`].join('');

/** What the analysis of a table found is shown at deployment; it refuses nothing, because a table with a gap still decides. */
const problemOf = ({ owner, message, example, place: { line }, expression }: TableFinding): Problem => {
  const inputs = Object.entries(example).map(([column, value]) => `${column} = ${JSON.stringify(value)}`);
  return {
    severity: 'warning', element: owner, message: inputs.length === 0 ? message : `${message} Example: ${inputs.join(', ')}`,
    ...(line === undefined ? {} : { line }), ...(expression === undefined ? {} : { expression }),
  };
};

const forms: Reader = (resource, base) => {
  const refuse = (message: string, place: Pick<Problem, 'line' | 'column'> = {}): Compiled => ({
    deployables: [],
    problems: located(resource, [{ severity: 'error', message, ...place }]),
  });
  let form: unknown;
  try {
    form = JSON.parse(resource.content);
  } catch {
    const { message, ...place } = jsonMistake(resource.content);
    return refuse(`Expected a form as JSON, but it is not: ${message}`, place);
  }
  const id = typeof form === 'object' && form !== null && 'id' in form ? form.id : undefined;
  if (typeof id !== 'string' || id === '') return refuse('Expected a form with an id, but it has none');
  return { deployables: [{ ...base, kind: 'form', id }], problems: [] };
};

const readers: readonly (readonly [ending: string, reader: Reader])[] = [
  ['.bpmn', processes('bpmn', (source) => compileBpmn(source, feelEngine))],
  ['.statechart.json', processes('statechart', (source) => compileStatechart(source, feelEngine))],
  ['.form', forms],
];

const decisionEnding = '.dmn';
const endings = ['.bpmn', '.statechart.json', decisionEnding, '.form'] as const;

const joined = (compiled: readonly Compiled[]): Compiled => ({
  deployables: compiled.flatMap(({ deployables }) => deployables),
  problems: compiled.flatMap(({ problems }) => problems),
});

const notationOf = (name: string): Notation => (name.endsWith('.bpmn') || name.endsWith(decisionEnding) ? xmlNotation : jsonNotation);

/** Problems in an expression with their place in the file; those beyond this many stay at their element. */
const placedMax = 1_000;

/** With the file that each is in, and the place in it. */
const located = ({ name, content }: Resource, problems: readonly Problem[]): Compiled['problems'] => {
  let source: PlacedSource | undefined;
  return problems.map(({ expression, ...problem }, index) => {
    if (expression === undefined || index >= placedMax) return { ...problem, resourceName: name };
    source ??= new PlacedSource(content, notationOf(name));
    return { ...problem, ...source.find(expression, problem.line), resourceName: name };
  });
};

/** Undefined when it can be read. */
const unreadable = ({ name, content }: Resource): string | undefined => {
  if (!endings.some((ending) => name.endsWith(ending))) return `Expected a file that ends in ${endings.join(', ')}, but it is called '${name}'`;
  if (content.length <= limits.commandBytes && !content.includes('\u0000')) return undefined;
  return `Expected a file of at most ${limits.commandBytes} bytes that is text, but it is larger or holds a zero character`;
};

const compileResource = async (resource: Resource): Promise<Compiled> => {
  const { name, content } = resource;
  const message = unreadable(resource);
  if (message !== undefined) return { deployables: [], problems: located(resource, [{ severity: 'error', message }]) };
  const reader = readers.find(([ending]) => name.endsWith(ending))?.[1];
  return reader === undefined ? { deployables: [], problems: [] } : reader(resource, { resourceName: name, source: content, hash: hashOf(content) });
};

/** Two resources of one deployment must not define the same id of the same kind. */
const duplicates = (deployables: readonly Deployable[]): (Problem & { resourceName: string })[] => {
  const seen = new Map<string, string>();
  return deployables.flatMap(({ kind, id, resourceName, ...more }) => {
    const decided = 'decisions' in more ? more.decisions.map((decision) => ['decision', decision.id] as const) : [];
    return [[kind, id] as const, ...decided].flatMap(([what, name]) => {
      const first = seen.get(`${what} ${name}`);
      seen.set(`${what} ${name}`, first ?? resourceName);
      // Within one file the compiler says so.
      if (first === undefined || first === resourceName) return [];
      const message = `Expected ids to be unique in a deployment, but '${name}' stands in '${first}' as well`;
      return [{ severity: 'error' as const, message, element: name, resourceName }];
    });
  });
};

/** What a missing one means for a case. */
const consequences = { form: 'is worked on without it', decision: 'stops there with an incident' } as const;

/** Forms and decisions that are used and stand neither in the deployment nor deployed. */
const missingUses = async (deployables: readonly Deployable[], resources: readonly Resource[], deployed: DeployedBefore | undefined): Promise<Compiled['problems']> => {
  const here = {
    form: new Set(deployables.flatMap(({ kind, id }) => (kind === 'form' ? [id] : []))),
    decision: new Set(deployables.flatMap((one) => (one.kind === 'decisions' ? one.decisions.map(({ id }) => id) : []))),
  };
  const used = deployables.flatMap((one) => (one.kind !== 'process' ? [] : [
    ...one.uses.forms.map((id) => ({ kind: 'form' as const, id, by: one })),
    ...one.uses.decisions.map((id) => ({ kind: 'decision' as const, id, by: one })),
  ])).filter(({ kind, id }) => !here[kind].has(id));
  const idsOf = (kind: 'form' | 'decision'): string[] => [...new Set(used.filter((use) => use.kind === kind).map(({ id }) => id))];
  const before = deployed === undefined ? undefined : { form: await deployed.ids('form', idsOf('form')), decision: await deployed.ids('decision', idsOf('decision')) };
  const problems = used.filter(({ kind, id }) => before?.[kind].has(id) !== true).map(({ kind, id, by }) => ({
    resourceName: by.resourceName,
    severity: 'warning' as const,
    element: by.id,
    message: before === undefined
      ? `Expected ${kind} '${id}' among these files, but it is not; unless it is deployed, a case ${consequences[kind]}`
      : `Expected ${kind} '${id}' to be deployed, but it is not; until it is, a case ${consequences[kind]}`,
    expression: { text: id, from: 0, to: id.length },
  }));
  return resources.flatMap((resource) => located(resource, problems.filter(({ resourceName }) => resourceName === resource.name)));
};

/** All of them together, and with what is deployed already; undefined where that cannot be known. */
export const compileResources = async (resources: readonly Resource[], deployed?: DeployedBefore): Promise<Compiled> => {
  const decisionFiles = resources.filter((resource) => resource.name.endsWith(decisionEnding) && unreadable(resource) === undefined);
  const decisions = await compileDecisionResources(decisionFiles, deployed);
  const others = joined(await Promise.all(resources.map(compileResource)));
  const places = new Map(resources.map(({ name }, index) => [name, index]));
  const inOrder = <T extends { readonly resourceName: string }>(list: readonly T[]): T[] =>
    list.toSorted((a, b) => (places.get(a.resourceName) ?? 0) - (places.get(b.resourceName) ?? 0));
  const deployables = inOrder([...others.deployables, ...decisions.deployables]);
  const missing = await missingUses(deployables, resources, deployed);
  return { deployables, problems: [...inOrder([...others.problems, ...decisions.problems, ...missing]), ...duplicates(deployables)] };
};
