/** What a diagram shows of one case or of many: per element how often it is active, done, ended early, held up. */
export interface ElementLive {
  readonly active: number;
  readonly completed: number;
  readonly canceled: number;
  readonly incidents: number;
}

export interface LiveState {
  readonly elements: ReadonlyMap<string, ElementLive>;
  /** Sequence flows that were taken; of statecharts, states that followed each other as `from to`. */
  readonly taken: ReadonlySet<string>;
}

export type ElementMood = 'failed' | 'active' | 'visited' | 'canceled' | 'pencil';

/** Trouble before activity, activity before the past: an element is drawn in one way. */
export const moodOf = (live: ElementLive | undefined): ElementMood => {
  if (live === undefined) return 'pencil';
  if (live.incidents > 0) return 'failed';
  if (live.active > 0) return 'active';
  if (live.completed > 0) return 'visited';
  return live.canceled > 0 ? 'canceled' : 'pencil';
};

/** Where the case is: what waits, or is held up. */
export const isNow = (live: ElementLive | undefined): boolean => live !== undefined && (live.active > 0 || live.incidents > 0);

export const visitsOf = ({ active, completed, canceled, incidents }: ElementLive): number => active + completed + canceled + incidents;

export const liveStateOf = (items: readonly (ElementLive & { readonly elementId: string })[], taken: Iterable<string> = []): LiveState => ({
  elements: new Map(items.map(({ elementId, ...live }) => [elementId, live])),
  taken: new Set(taken),
});
