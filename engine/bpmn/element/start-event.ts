/** Start events: where a process or sub-process begins by itself, and where something lets a process or an event sub-process begin. */
import { passThrough } from '../behavior/pass-through.ts';
import { compileCatch } from '../compile/catch-event.ts';
import type { ElementType } from '../compile/compiler.ts';
import { definitionsOf } from '../compile/event-definition.ts';
import { describe } from '../source/bpmn-element.ts';

export const startEvent: ElementType = {
  kind: 'startEvent',
  compile: (element, compiler) => {
    const container = element.$parent;
    if (container?.triggeredByEvent === true) {
      const interrupting = element.isInterrupting !== false;
      return { ...compileCatch(element, compiler, { place: 'eventSubProcess', cycles: !interrupting }), interrupting };
    }
    if (definitionsOf(element).length === 0) return {};
    if (container?.$type !== 'bpmn:Process')
      compiler.report.error(element, `Expected ${describe(element)} to be a none start event, for nothing from outside starts a sub-process, but it has an event definition`);
    return compileCatch(element, compiler, { place: 'start', cycles: true });
  },
  behavior: () => passThrough,
};
