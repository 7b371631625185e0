/** What the model says of a user task, evaluated when the task is created. */
import { isFailure, type ElementBehavior } from '../model.ts';
import { armBoundaryEvents } from './boundary-events.ts';
import { evaluateAspects, type OptionalAspect } from './typed-value.ts';

export interface UserTaskDefinition {
  readonly aspects: {
    readonly assignee: OptionalAspect<string | null>;
    readonly candidateGroups: OptionalAspect<readonly string[]>;
    readonly candidateUsers: OptionalAspect<readonly string[]>;
    readonly dueDate: OptionalAspect<string | null>;
    readonly followUpDate: OptionalAspect<string | null>;
    readonly priority: OptionalAspect<number>;
    /** Id of a deployed form. */
    readonly formId: OptionalAspect<string | null>;
    readonly externalFormReference: OptionalAspect<string | null>;
  };
  readonly headers: { readonly [name: string]: string };
}

export const DEFAULT_PRIORITY = 50;

export const workedByPerson = ({ aspects, headers }: UserTaskDefinition): ElementBehavior => ({
  onActivate: (game, instance, node) => {
    const evaluated = evaluateAspects(game, instance, aspects);
    if (isFailure(evaluated)) return evaluated;
    const failure = armBoundaryEvents(game, instance, node);
    if (failure !== undefined) return failure;
    const { draft } = game;
    const task = { ordinal: draft.nextOrdinal(), instance, element: node.id, name: node.name, headers };
    draft.emit({ type: 'UserTaskCreated', ...task, ...evaluated.value });
    return undefined;
  },
});
