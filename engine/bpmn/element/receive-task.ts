/** Receive task: waits for its message, and may have boundary events. One that instantiates is where its message starts a case. */
import { receiving } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileMessage } from '../compile/event-definition.ts';
import { instantiates } from '../rule/rule.ts';

export const receiveTask: ElementType = {
  kind: 'receiveTask',
  compile: (element, compiler) => {
    const begins = instantiates(element);
    return { trigger: compileMessage(element, element.messageRef, compiler, { keyed: !begins }), ...(begins ? { instantiates: true } : {}) };
  },
  behavior: () => receiving,
};
