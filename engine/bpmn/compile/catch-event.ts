/** What a catching event waits for, by its place: the kinds of event definitions that may stand there. */
import type { FlowNode, SimpleTrigger } from '../model.ts';
import { describe, extension, kindName, withArticle, type BpmnElement } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';
import { compileMessage, compileTimer, definitionsOf } from './event-definition.ts';

export type CatchPlace = 'boundary' | 'intermediate' | 'start' | 'eventSubProcess';

/** Types of event definitions that may stand at each place. */
const allowed: { readonly [P in CatchPlace]: ReadonlySet<string> } = {
  boundary: new Set(['Timer', 'Message', 'Signal', 'Conditional', 'Error', 'Escalation', 'Compensate', 'Cancel']),
  intermediate: new Set(['Timer', 'Message', 'Signal', 'Conditional', 'Link']),
  start: new Set(['Timer', 'Message', 'Signal', 'Conditional']),
  eventSubProcess: new Set(['Timer', 'Message', 'Signal', 'Conditional', 'Error', 'Escalation', 'Compensate']),
};

interface Where {
  readonly place: CatchPlace;
  /** Whether a timer may repeat here. */
  readonly cycles: boolean;
}

/** Types that always interrupt what they are attached to. */
const alwaysInterrupting = new Set(['error', 'cancel']);

export const compileCatch = (element: BpmnElement, compiler: Compiler, where: Where): Pick<FlowNode, 'trigger'> => {
  const definitions = definitionsOf(element);
  if (definitions.length === 0) {
    compiler.report.error(element, `Expected ${describe(element)} to have an event definition, but it has none`);
    return { trigger: null };
  }
  const triggers = definitions.flatMap((definition) => compileTrigger(element, definition, compiler, where) ?? []);
  const [only] = triggers;
  if (only === undefined) return { trigger: null };
  if (triggers.length === 1) return { trigger: only };
  return { trigger: { type: 'multiple', all: element.parallelMultiple === true, triggers } };
};

const compileTrigger = (element: BpmnElement, definition: BpmnElement, compiler: Compiler, { place, cycles }: Where): SimpleTrigger | undefined => {
  const type = definition.$type.replace(/^bpmn:(.*)EventDefinition$/, '$1');
  if (!allowed[place].has(type)) {
    compiler.unsupported(element, `${withArticle(kindName(definition.$type))} here`);
    return undefined;
  }
  const trigger = compilers[type]?.(element, definition, compiler, { place, cycles });
  if (place === 'start' && type === 'Conditional')
    compiler.report.warning(element, `Expected ${describe(element)} to be triggered by something outside, but nobody evaluates the condition of a process: no case begins there yet`);
  const isInterrupting = element.cancelActivity !== false && element.isInterrupting !== false;
  if (trigger !== undefined && !isInterrupting && alwaysInterrupting.has(trigger.type))
    compiler.report.error(element, `Expected ${describe(element)} to interrupt its activity, as every ${trigger.type} does, but it does not`);
  return trigger;
};

type CompileTrigger = (element: BpmnElement, definition: BpmnElement, compiler: Compiler, where: Where) => SimpleTrigger | undefined;

const compilers: { readonly [type: string]: CompileTrigger } = {
  Timer: (element, definition, compiler, { cycles }) => compileTimer(element, definition, compiler, { cycles }),
  Message: (element, definition, compiler, { place }) => compileMessage(element, definition.messageRef, compiler, { keyed: place !== 'start' }),
  Signal: (element, definition, compiler) => ({ type: 'signal', name: signalName(element, definition, compiler) }),
  Conditional: (element, definition, compiler) => ({
    type: 'condition',
    condition: compiler.feel(element, 'a condition', definition.condition?.body),
    variables: namesOf(extension(definition, 'ConditionalFilter')?.variableNames),
  }),
  Error: (element, definition, compiler) => ({ type: 'error', code: staticCode(element, 'error', definition.errorRef?.errorCode, compiler) }),
  Escalation: (element, definition, compiler) => ({
    type: 'escalation',
    code: staticCode(element, 'escalation', definition.escalationRef?.escalationCode, compiler),
  }),
  Compensate: () => ({ type: 'compensation' }),
  Cancel: () => ({ type: 'cancel' }),
  Link: () => undefined,
};

const namesOf = (text: string | undefined): readonly string[] | null => {
  const names = (text ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  return names.length === 0 ? null : names;
};

export const signalName = (element: BpmnElement, definition: BpmnElement, compiler: Compiler) => {
  if (definition.signalRef === undefined) compiler.report.error(element, `Expected ${describe(element)} to refer to a signal, but it refers to none`);
  return compiler.required(element, 'a signal name', definition.signalRef?.name ?? (definition.signalRef === undefined ? 'none' : undefined));
};

/** Null: every code. */
const staticCode = (element: BpmnElement, what: string, code: string | undefined, compiler: Compiler): string | null => {
  if (code?.startsWith('=') === true)
    compiler.report.error(element, `Expected the ${what} code that ${describe(element)} catches to be static, but it is '${code}'`);
  return code === undefined || code === '' ? null : code;
};
