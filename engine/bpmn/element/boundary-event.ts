/** Boundary events: timer, message, error. They are armed by their activity and complete when triggered. */
import { passThrough } from '../behavior/pass-through.ts';
import type { Compiler, ElementType, NodeParts } from '../compile/compiler.ts';
import { byDefinition, compileMessage, compileTimer } from '../compile/event-definition.ts';
import { complete } from '../lifecycle.ts';
import type { Trigger } from '../model.ts';
import { describe, type BpmnElement } from '../source/bpmn-element.ts';

const compileErrorCatch = (element: BpmnElement, definition: BpmnElement, compiler: Compiler): Trigger => {
  const code = definition.errorRef?.errorCode;
  if (code?.startsWith('=') === true)
    compiler.report.error(element, `Expected the error code that ${describe(element)} catches to be static, but it is '${code}'`);
  if (element.cancelActivity === false)
    compiler.report.error(element, `Expected ${describe(element)} to interrupt its activity, as every error does, but it does not`);
  return { type: 'error', code: code === undefined || code === '' ? null : code };
};

export const boundaryEvent: ElementType = {
  kind: 'boundaryEvent',
  compile: (element, compiler) => {
    const interrupting = element.cancelActivity !== false;
    const caught = (trigger: Trigger): NodeParts => ({ trigger, interrupting });
    return byDefinition(element, compiler, {
      'bpmn:TimerEventDefinition': (definition) => caught(compileTimer(element, definition, compiler, { cycles: !interrupting })),
      'bpmn:MessageEventDefinition': (definition) => caught(compileMessage(element, definition.messageRef, compiler)),
      'bpmn:ErrorEventDefinition': (definition) => caught(compileErrorCatch(element, definition, compiler)),
    });
  },
  behavior: () => boundary,
};

/** It was activated early when its activity could not be ended at once, and goes on when that is gone. */
const boundary = { ...passThrough, onMayGoOn: complete };
