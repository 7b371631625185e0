/** Manual task and undefined task: the engine has nothing to do for them and goes on. */
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';

export const manualTask: ElementType = { kind: 'manualTask', compile: () => ({}), behavior: () => passThrough };
export const undefinedTask: ElementType = { kind: 'task', compile: () => ({}), behavior: () => passThrough };
