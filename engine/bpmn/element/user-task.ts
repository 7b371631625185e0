/** User task: work for a person, managed by the engine. */
import { armBoundaryEvents } from '../behavior/boundary-events.ts';
import { createUserTask, evaluateUserTask } from '../behavior/user-task.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileUserTask } from '../compile/user-task-definition.ts';
import { isFailure } from '../model.ts';

export const userTask: ElementType = {
  kind: 'USER_TASK',
  compile: (element, compiler) => {
    const definition = compileUserTask(element, compiler);
    return {
      behavior: {
        onActivate: (game, instance, node) => {
          const task = evaluateUserTask(game, instance, definition);
          if (isFailure(task)) return task;
          const failure = armBoundaryEvents(game, instance, node);
          if (failure === undefined) createUserTask(game, instance, node, task.value);
          return failure;
        },
      },
    };
  },
};
