/** What people and clients ask for user tasks. */
import { doneBy } from '../../stream/actor.ts';
import { reject, sentence } from '../../stream/rejection.ts';
import { noSuch, type Handlers } from './handler.ts';
import { isSame, refusedToDirect, refusedToDo } from './whose-task.ts';

const withAction = (action: string | undefined): { readonly action?: string } => (action === undefined ? {} : { action });

export const userTaskHandlers: Handlers<'CompleteUserTask' | 'AssignUserTask' | 'UnassignUserTask' | 'UpdateUserTask'> = {
  CompleteUserTask: (dialect, ctx, { task: ordinal, variables, action }) => {
    const task = ctx.draft.state.userTasks.get(ordinal);
    if (task === undefined) return noSuch('complete', 'user task', ordinal);
    const refusal = refusedToDo(ctx, 'complete', task);
    if (refusal !== undefined) return refusal;
    ctx.draft.emit({ type: 'UserTaskCompleted', ordinal, by: doneBy(ctx.order), ...withAction(action) });
    return dialect.workCompleted(ctx, task.instance, variables);
  },

  AssignUserTask: (_dialect, ctx, { task: ordinal, assignee, allowOverride, action }) => {
    const { draft, order } = ctx;
    const task = draft.state.userTasks.get(ordinal);
    if (task === undefined) return noSuch('assign', 'user task', ordinal);
    if (!allowOverride && task.assignee !== null && task.assignee !== assignee)
      return reject(
        'INVALID_STATE',
        sentence`Expected to assign user task with key '${{ key: ordinal }}', but it is already assigned to '${task.assignee}'. Unassign it first or allow the override`,
      );
    const refusal = isSame(ctx, assignee) ? refusedToDo(ctx, 'claim', task) : refusedToDirect(ctx, 'assign', task);
    if (refusal !== undefined) return refusal;
    draft.emit({ type: 'UserTaskAssigned', ordinal, assignee, by: doneBy(order), ...withAction(action) });
    return undefined;
  },

  UnassignUserTask: (_dialect, ctx, { task: ordinal }) => {
    const { draft, order } = ctx;
    const task = draft.state.userTasks.get(ordinal);
    if (task === undefined) return noSuch('unassign', 'user task', ordinal);
    const refusal = refusedToDirect(ctx, 'unassign', task);
    if (refusal !== undefined) return refusal;
    draft.emit({ type: 'UserTaskAssigned', ordinal, assignee: null, by: doneBy(order) });
    return undefined;
  },

  UpdateUserTask: (_dialect, ctx, { task: ordinal, changes, action }) => {
    const { draft, order } = ctx;
    const task = draft.state.userTasks.get(ordinal);
    if (task === undefined) return noSuch('update', 'user task', ordinal);
    const refusal = refusedToDirect(ctx, 'update', task);
    if (refusal !== undefined) return refusal;
    draft.emit({ type: 'UserTaskUpdated', ordinal, changes, by: doneBy(order), ...withAction(action) });
    return undefined;
  },
};
