/** User task: work for a person, managed by the engine. */
import { workedByPerson } from '../behavior/user-task.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileUserTask } from '../compile/user-task-definition.ts';

export const userTask: ElementType = {
  kind: 'USER_TASK',
  compile: (element, compiler) => ({ behavior: workedByPerson(compileUserTask(element, compiler)) }),
};
