/** Transitions and actions of a definition. */
import type { Compiling } from './compiling.ts';
import type { ActionFormat, ErrorTransitionFormat, GuardFormat, TransitionFormat } from './format.ts';
import type { Action, Guard, StatePath, Transition, Trigger } from './model.ts';
import { propertyPath } from './source.ts';
import type { Targets } from './target.ts';

export const buildActions = (
  compiling: Compiling,
  format: ActionFormat | readonly ActionFormat[] | undefined,
  at: string,
): Action[] => {
  if (format === undefined) return [];
  const single = !Array.isArray(format);
  return [format].flat().map((action, index) => {
    const path = single ? at : propertyPath(at, index);
    if ('raise' in action) return { kind: 'raise', event: action.raise };
    return { kind: 'assign', assignments: compiling.assignments(action.assign, propertyPath(path, 'assign')) };
  });
};

/** Where a transition stands. */
export interface Place {
  readonly source: StatePath;
  readonly property: string;
}

export class TransitionBuilder {
  readonly #compiling: Compiling;
  readonly #targets: Targets;

  constructor(compiling: Compiling, targets: Targets) {
    this.#compiling = compiling;
    this.#targets = targets;
  }

  build(
    format: string | TransitionFormat | readonly TransitionFormat[] | undefined,
    trigger: Trigger,
    place: Place,
  ): Transition[] {
    return listed(format).map(({ transition, index }) =>
      this.#one(transition, trigger, place.source, index === null ? place.property : propertyPath(place.property, index)),
    );
  }

  /** Each transition has its own codes, so each has its own trigger. */
  buildErrors(
    format: string | ErrorTransitionFormat | readonly ErrorTransitionFormat[] | undefined,
    element: string,
    place: Place,
  ): Transition[] {
    return listed(format).map(({ transition: { code, ...transition }, index }) => {
      const codes = code === undefined ? [] : [code].flat();
      const trigger: Trigger = { kind: 'workError', element, codes };
      const property = index === null ? place.property : propertyPath(place.property, index);
      return this.#one(transition, trigger, place.source, property);
    });
  }

  #one(format: TransitionFormat, trigger: Trigger, source: StatePath, id: string): Transition {
    const actions = buildActions(this.#compiling, format.actions, propertyPath(id, 'actions'));
    if (format.target === undefined && actions.length === 0)
      this.#compiling.error(id, 'Expected a transition to have a target or actions, but it has neither');
    return {
      id,
      source,
      trigger,
      target: format.target === undefined ? null : this.#target(source, format.target, id),
      reenter: format.reenter ?? false,
      guard: format.guard === undefined ? null : this.#guard(format.guard, propertyPath(id, 'guard')),
      actions,
    };
  }

  #target(source: StatePath, target: string, id: string): StatePath | null {
    const found = this.#targets.resolve(source, target);
    if (found.ok && found.path !== '') return found.path;
    this.#compiling.error(id, found.ok ? `Expected a state as target, but '${target}' is the whole statechart` : found.message);
    return null;
  }

  #guard(format: GuardFormat, at: string): Guard {
    if (typeof format === 'string') {
      const expression = this.#compiling.expression(format, at);
      return expression.kind === 'feel' ? expression : { kind: 'and', guards: [] };
    }
    if ('not' in format) return { kind: 'not', guard: this.#guard(format.not, propertyPath(at, 'not')) };
    if ('in' in format) {
      if (!this.#targets.nodes.has(format.in))
        this.#compiling.error(at, `Expected the path of a state, but there is no state '${format.in}'`);
      return { kind: 'in', state: format.in };
    }
    const kind = 'and' in format ? 'and' : 'or';
    const parts = 'and' in format ? format.and : format.or;
    const guards = parts.map((part, index) => this.#guard(part, propertyPath(propertyPath(at, kind), index)));
    return { kind, guards };
  }
}

/** A lone string is a target; `index` is null when the definition has no list there. */
const listed = <T extends TransitionFormat>(
  format: string | T | readonly T[] | undefined,
): { readonly transition: T | TransitionFormat & { code?: undefined }; readonly index: number | null }[] => {
  if (format === undefined) return [];
  if (typeof format === 'string') return [{ transition: { target: format }, index: null }];
  if (Array.isArray(format)) return (format as readonly T[]).map((transition, index) => ({ transition, index }));
  return [{ transition: format as T, index: null }];
};
