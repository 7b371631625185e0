/** What the resources of a deployment define, compiled; or everything that is wrong with them. */
import { createHash } from 'node:crypto';
import { compileBpmn } from '../../engine/bpmn/index.ts';
import { analyseTables, compileDecisions, type TableFinding } from '../../engine/dmn/index.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import { type Compilation, type Problem } from '../../engine/case/index.ts';
import { limits } from '../../engine/stream/index.ts';
import { compileStatechart } from '../../engine/statechart/index.ts';

export interface Resource {
  /** File name; its ending says what it is. */
  readonly name: string;
  readonly content: string;
}

interface Base {
  readonly resourceName: string;
  /** Hex SHA-256 of the content. */
  readonly hash: string;
  readonly id: string;
}

export type Deployable =
  | (Base & {
      readonly kind: 'process';
      readonly dialect: 'bpmn' | 'statechart';
      readonly name: string | null;
      readonly versionTag: string | null;
      readonly startFormId: string | null;
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
    const deployables = compilation.definitions.map(({ id, name, versionTag, startFormId, model }) => ({
      ...base, kind: 'process' as const, dialect, id, name, versionTag, startFormId,
      elementNames: elementNames(model as NamedNodes),
    }));
    return { deployables, problems: located(resource, compilation.warnings) };
  };

/** Models of both dialects have nodes with names. */
interface NamedNodes {
  readonly nodes?: readonly { readonly id: string; readonly name: string | null }[];
}

const elementNames = ({ nodes = [] }: NamedNodes): { [element: string]: string } =>
  Object.fromEntries(nodes.flatMap(({ id, name }) => (name === null || name === '' ? [] : [[id, name]])));

const decisions: Reader = (resource, base) => {
  const compilation = compileDecisions(resource.content, feelEngine);
  if (!compilation.ok) return { deployables: [], problems: located(resource, compilation.problems) };
  const { model } = compilation;
  const list = model.decisions.map(({ id, name }) => ({ id, name }));
  return {
    deployables: [{ ...base, kind: 'decisions', id: model.id, name: model.name, decisions: list }],
    problems: located(resource, [...model.warnings, ...analyseTables(model, feelEngine).map(problemOf)]),
  };
};

/** What the analysis of a table found is shown at deployment; it refuses nothing, because a table with a gap still decides. */
const problemOf = ({ owner, message, example }: TableFinding): Problem => {
  const inputs = Object.entries(example).map(([column, value]) => `${column} = ${JSON.stringify(value)}`);
  return { severity: 'warning', element: owner, message: inputs.length === 0 ? message : `${message} Example: ${inputs.join(', ')}` };
};

const forms: Reader = (resource, base) => {
  const refuse = (message: string): Compiled => ({
    deployables: [],
    problems: located(resource, [{ severity: 'error', message }]),
  });
  let form: unknown;
  try {
    form = JSON.parse(resource.content);
  } catch (error) {
    return refuse(`Expected a form as JSON, but ${error instanceof Error ? error.message : String(error)}`);
  }
  const id = typeof form === 'object' && form !== null && 'id' in form ? form.id : undefined;
  if (typeof id !== 'string' || id === '') return refuse('Expected a form with an id, but it has none');
  return { deployables: [{ ...base, kind: 'form', id }], problems: [] };
};

const readers: readonly (readonly [ending: string, reader: Reader])[] = [
  ['.bpmn', processes('bpmn', (source) => compileBpmn(source, feelEngine))],
  ['.statechart.json', processes('statechart', (source) => compileStatechart(source, feelEngine))],
  ['.dmn', decisions],
  ['.form', forms],
];

const located = (resource: Resource, problems: readonly Problem[]) =>
  problems.map((problem) => ({ ...problem, resourceName: resource.name }));

const compileResource = async (resource: Resource): Promise<Compiled> => {
  const reader = readers.find(([ending]) => resource.name.endsWith(ending))?.[1];
  const message = readers.every(([ending]) => !resource.name.endsWith(ending))
    ? `Expected a file that ends in ${readers.map(([ending]) => ending).join(', ')}, but it is called '${resource.name}'`
    : `Expected a file of at most ${limits.commandBytes} bytes that is text, but it is larger or holds a zero character`;
  if (reader === undefined || resource.content.length > limits.commandBytes || resource.content.includes('\u0000'))
    return { deployables: [], problems: located(resource, [{ severity: 'error', message }]) };
  return reader(resource, { resourceName: resource.name, hash: hashOf(resource.content) });
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

export const compileResources = async (resources: readonly Resource[]): Promise<Compiled> => {
  const compiled = await Promise.all(resources.map(compileResource));
  const deployables = compiled.flatMap((result) => result.deployables);
  return { deployables, problems: [...compiled.flatMap((result) => result.problems), ...duplicates(deployables)] };
};
