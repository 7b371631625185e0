/** User task: work for a person, managed by the engine. */
import { workedByPerson } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileUserTask } from '../compile/user-task-definition.ts';

export const userTask: ElementType = {
  kind: 'userTask',
  compile: (element, compiler) => ({ work: compileUserTask(element, compiler) }),
  behavior: () => workedByPerson,
};
