/**
 * A statechart's source, read for drawing: states, and transitions with what people call them. It was compiled when
 * it was deployed, so nothing is checked here; a target that is not found is left out.
 */
export type StateKind = 'atomic' | 'compound' | 'parallel' | 'final' | 'history';
export type WorkKind = 'userTask' | 'job' | 'message' | 'decision';

export interface ChartState {
  /** Names from the top, joined by dots; empty: the statechart itself. */
  readonly path: string;
  readonly name: string;
  readonly kind: StateKind;
  readonly isDeep: boolean;
  /** What the state does while it is active. */
  readonly work: WorkKind | null;
  readonly initial: string | null;
  readonly children: readonly ChartState[];
}

export type TriggerKind = 'event' | 'always' | 'after' | 'done' | 'error';

export interface ChartTransition {
  /** Paths of the properties in the definition: several of one source and target are drawn as one. */
  readonly ids: readonly string[];
  readonly source: string;
  readonly target: string;
  readonly trigger: TriggerKind;
  readonly label: string;
}

export interface Chart {
  readonly root: ChartState;
  readonly transitions: readonly ChartTransition[];
}

type Text = string | Readonly<Record<string, string>>;

interface TransitionSource {
  readonly target?: string;
  readonly guard?: unknown;
  readonly title?: Text;
}

type TransitionsSource = string | TransitionSource | readonly (string | TransitionSource)[];

interface InvocationSource {
  readonly userTask?: object;
  readonly job?: object;
  readonly message?: object;
  readonly decision?: object;
  readonly onDone?: TransitionsSource;
  readonly onError?: TransitionsSource;
}

interface StateSource {
  readonly id?: string;
  readonly title?: Text;
  readonly type?: StateKind;
  readonly history?: 'shallow' | 'deep';
  readonly target?: string;
  readonly initial?: string;
  readonly on?: Readonly<Record<string, TransitionsSource>>;
  readonly always?: TransitionsSource;
  readonly after?: Readonly<Record<string, TransitionsSource>>;
  readonly onDone?: TransitionsSource;
  readonly invoke?: InvocationSource | readonly InvocationSource[];
  readonly states?: Readonly<Record<string, StateSource>>;
}

interface ChartSource extends StateSource {
  readonly name?: string;
  readonly events?: Readonly<Record<string, { readonly title?: Text }>>;
  readonly parameters?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly delays?: Readonly<Record<string, string>>;
}

/** How durations are told: `P3D` as "3 days". */
export type TellDuration = (iso: string) => string;

export interface ReadingOptions {
  readonly language: string;
  readonly tellDuration?: TellDuration;
}

/** The text in the language, else in the first there is. */
export const textIn = (text: Text | undefined, language: string): string | undefined => {
  if (text === undefined || typeof text === 'string') return text;
  return text[language] ?? Object.entries(text).find(([tag]) => tag.split('-')[0] === language.split('-')[0])?.[1] ?? Object.values(text)[0];
};

const workKinds: readonly WorkKind[] = ['userTask', 'job', 'message', 'decision'];
const listed = <T>(value: T | readonly T[] | undefined): readonly T[] => (value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T]);
const inside = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('.')));

class Reading {
  readonly #source: ChartSource;
  readonly #options: ReadingOptions;
  readonly #paths = new Set<string>();
  readonly #ids = new Map<string, string>();
  readonly #transitions = new Map<string, { ids: string[]; labels: string[]; transition: ChartTransition }>();

  constructor(source: ChartSource, options: ReadingOptions) {
    this.#source = source;
    this.#options = options;
  }

  read(): Chart {
    this.#name(this.#source, '');
    const root = this.#state(this.#source, '', this.#source.id ?? '', '');
    const transitions = [...this.#transitions.values()].map(({ ids, labels, transition }) => ({ ...transition, ids, label: labels.join(' / ') }));
    return { root, transitions };
  }

  #name(state: StateSource, path: string): void {
    this.#paths.add(path);
    if (state.id !== undefined && !this.#ids.has(state.id)) this.#ids.set(state.id, path);
    for (const [name, child] of Object.entries(state.states ?? {})) this.#name(child, inside(path, name));
  }

  #state(state: StateSource, path: string, name: string, property: string): ChartState {
    this.#leave(state, path, property);
    const states = Object.entries(state.states ?? {});
    const under = property === '' ? 'states' : `${property}.states`;
    const children = states.map(([child, source]) => this.#state(source, inside(path, child), child, `${under}.${child}`));
    const kind = state.type ?? (children.length > 0 ? 'compound' : 'atomic');
    const [invocation] = listed(state.invoke);
    return {
      path,
      name: textIn(state.title, this.#options.language) ?? (path === '' ? (this.#source.name ?? name) : name),
      kind,
      isDeep: state.history === 'deep',
      work: workKinds.find((work) => invocation?.[work] !== undefined) ?? null,
      initial: kind === 'compound' && state.initial !== undefined ? inside(path, state.initial) : null,
      children,
    };
  }

  /** All ways out of a state. */
  #leave(state: StateSource, path: string, property: string): void {
    const at = (name: string): string => (property === '' ? name : `${property}.${name}`);
    for (const [event, transitions] of Object.entries(state.on ?? {}))
      this.#add(transitions, { source: path, trigger: 'event', property: at(`on.${event}`), label: textIn(this.#source.events?.[event]?.title, this.#options.language) ?? event });
    this.#add(state.always, { source: path, trigger: 'always', property: at('always'), label: '' });
    for (const [delay, transitions] of Object.entries(state.after ?? {}))
      this.#add(transitions, { source: path, trigger: 'after', property: at(`after.${delay}`), label: this.#delay(delay) });
    this.#add(state.onDone, { source: path, trigger: 'done', property: at('onDone'), label: '' });
    const invocations = listed(state.invoke);
    for (const [index, invocation] of invocations.entries()) {
      const invoke = Array.isArray(state.invoke) ? at(`invoke[${index}]`) : at('invoke');
      this.#add(invocation.onDone, { source: path, trigger: 'done', property: `${invoke}.onDone`, label: '' });
      this.#add(invocation.onError, { source: path, trigger: 'error', property: `${invoke}.onError`, label: '' });
    }
    if (state.type === 'history' && state.target !== undefined) this.#add(state.target, { source: path, trigger: 'always', property: at('target'), label: '' });
  }

  #add(transitions: TransitionsSource | undefined, way: { source: string; trigger: TriggerKind; property: string; label: string }): void {
    const all = listed(transitions);
    for (const [index, given] of all.entries()) {
      const transition: TransitionSource = typeof given === 'string' ? { target: given } : given;
      const target = transition.target === undefined ? undefined : this.#resolve(way.source, transition.target);
      if (target === undefined) continue;
      const id = Array.isArray(transitions) ? `${way.property}[${index}]` : way.property;
      const label = textIn(transition.title, this.#options.language) ?? (way.label === '' && all.length > 1 ? guardText(transition.guard) : way.label);
      const drawn = `${way.source} ${target}`;
      const known = this.#transitions.get(drawn);
      if (known === undefined) this.#transitions.set(drawn, { ids: [id], labels: label === '' ? [] : [label], transition: { ids: [], source: way.source, target, trigger: way.trigger, label } });
      else {
        known.ids.push(id);
        if (label !== '' && !known.labels.includes(label)) known.labels.push(label);
      }
    }
  }

  #resolve(source: string, target: string): string | undefined {
    const path = this.#named(source, target);
    return path !== undefined && this.#paths.has(path) ? path : undefined;
  }

  #named(source: string, target: string): string | undefined {
    if (target.startsWith('.')) return inside(source, target.slice(1));
    if (!target.startsWith('#')) return inside(parentOf(source), target);
    const [id = '', ...names] = target.slice(1).split('.');
    const start = this.#ids.get(id);
    return start === undefined ? undefined : names.reduce(inside, start);
  }

  /** A named delay is its expression; one that only names a parameter is the parameter's value. */
  #delay(name: string): string {
    const expression = this.#source.delays?.[name] ?? name;
    const [, parameter] = /^=\s*parameters\.(\w+)$/.exec(expression) ?? [];
    const value = parameter === undefined ? expression : this.#source.parameters?.[parameter]?.value;
    if (typeof value !== 'string' || value.startsWith('=')) return '';
    return this.#options.tellDuration?.(value) ?? value;
  }
}

const labelLength = 28;

/** A guard as its expression, for those who gave the transition no title. */
const guardText = (guard: unknown): string => {
  if (typeof guard !== 'string') return '';
  const text = guard.replace(/^=\s*/, '').replaceAll(/\b(event\.data|parameters)\./g, '');
  return text.length > labelLength ? `${text.slice(0, labelLength - 1)}…` : text;
};

export const readStatechart = (source: string, options: ReadingOptions): Chart => new Reading(JSON.parse(source) as ChartSource, options).read();
