/** What a throwing event throws. */
import type { JobDefinition } from '../../work/definition.ts';
import type { Throws } from '../model.ts';
import { describe, kindName, withArticle, type BpmnElement } from '../source/bpmn-element.ts';
import { signalName } from './catch-event.ts';
import type { Compiler, NodeParts } from './compiler.ts';
import { definitionsOf } from './event-definition.ts';
import { compileJob } from './job-definition.ts';

/** Types of event definitions that may stand at each place. */
const allowed = {
  intermediate: new Set(['Message', 'Signal', 'Escalation', 'Compensate', 'Link']),
  end: new Set(['Message', 'Signal', 'Escalation', 'Compensate', 'Error', 'Terminate', 'Cancel']),
} as const;

export const compileThrow = (element: BpmnElement, compiler: Compiler, place: 'intermediate' | 'end'): NodeParts => {
  const definitions = definitionsOf(element);
  const throws: Throws[] = [];
  let work: JobDefinition | undefined;
  for (const definition of definitions) {
    const type = definition.$type.replace(/^bpmn:(.*)EventDefinition$/, '$1');
    if (!allowed[place].has(type)) compiler.unsupported(element, `${withArticle(kindName(definition.$type))} here`);
    else if (type === 'Message') work = compileJob(element, compiler);
    else throws.push(...(compilers[type]?.(element, definition, compiler) ?? []));
  }
  if (definitions.length > 1 && (work !== undefined || throws.some(({ type }) => type === 'terminate' || type === 'cancel')))
    compiler.unsupported(element, 'a message, a termination or a cancellation beside other definitions');
  const [only] = throws;
  return {
    ...(work === undefined ? {} : { work }),
    ...(only === undefined ? {} : { throws: throws.length === 1 ? only : { type: 'multiple', throws } }),
  };
};

const compilers: { readonly [type: string]: (element: BpmnElement, definition: BpmnElement, compiler: Compiler) => readonly Throws[] } = {
  Signal: (element, definition, compiler) => [{ type: 'signal', name: signalName(element, definition, compiler) }],
  Escalation: (element, definition, compiler) => {
    const escalation = definition.escalationRef;
    if (escalation === undefined) compiler.report.error(element, `Expected ${describe(element)} to refer to an escalation, but it refers to none`);
    return [{ type: 'escalation', code: compiler.required(element, 'an escalation code', escalation === undefined ? 'none' : escalation.escalationCode) }];
  },
  Error: (element, definition, compiler) => {
    const error = definition.errorRef;
    if (error === undefined) compiler.report.error(element, `Expected ${describe(element)} to refer to an error, but it refers to none`);
    const what = error === undefined ? 'an error' : 'an error code on its error';
    return [{ type: 'error', code: compiler.required(element, what, error === undefined ? 'none' : error.errorCode) }];
  },
  Compensate: (element, definition, compiler) => {
    if (definition.waitForCompletion === false)
      compiler.report.error(element, `Expected ${describe(element)} to wait for what is undone, but it does not (waitForCompletion is false)`);
    return [{ type: 'compensation', activity: definition.activityRef?.id ?? null }];
  },
  Terminate: () => [{ type: 'terminate' }],
  Cancel: () => [{ type: 'cancel' }],
  Link: () => [],
};
