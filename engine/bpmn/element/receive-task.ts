/** Receive task: waits for its message, and may have boundary events. */
import { receiving } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileMessage } from '../compile/event-definition.ts';

export const receiveTask: ElementType = {
  kind: 'receiveTask',
  compile: (element, compiler) => {
    if (element.instantiate === true) compiler.unsupported(element, 'a receive task that starts cases');
    return { trigger: compileMessage(element, element.messageRef, compiler) };
  },
  behavior: () => receiving,
};
