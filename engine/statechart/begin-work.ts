/** What begins when a state is entered: its deadlines, and the work it invokes. Nothing is emitted when it fails. */
import type { Context } from '../case/draft.ts';
import { setAllLocal } from '../case/variable.ts';
import { setMember } from '../json/named-members.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { evaluateAttribute, siteOf, type Site } from '../work/attribute.ts';
import { prepareJob, prepareMessage, prepareTimer, prepareUserTask, type Beginning } from '../work/begin.ts';
import { evaluate } from '../work/expression.ts';
import { isFailure, type Failure, type Typed } from '../work/failure.ts';
import type { Delay, Invocation } from './model.ts';
import type { Statechart } from './statechart.ts';

/** Variables that a person gave the element while it stood at an incident; not what an earlier beginning made. */
const otherThanInputs = ({ draft }: Context, { input }: Invocation, instance: Ordinal): JsonObject => {
  const made = new Set(input.map(({ name }) => name));
  const own = draft.state.variables.in(instance).filter(([name]) => !made.has(name));
  return Object.fromEntries(own.map(([name, { value }]) => [name, value]));
};

const noInputs = { value: {} } as const;

const evaluateInputs = (ctx: Context<Statechart>, invocation: Invocation, instance: Ordinal): Typed<JsonObject> => {
  if (invocation.input.length === 0) return noInputs;
  const around = ctx.draft.state.elements.get(instance)?.scope ?? 0;
  const { parameters } = ctx.model;
  const { element, input } = invocation;
  const { scope } = siteOf(ctx, element, around, { ...otherThanInputs(ctx, invocation, instance), parameters });
  const values: { [name: string]: Json } = {};
  for (const { name, value } of input) {
    const result = evaluate(ctx, value, scope, { element, attribute: `input ${name}` });
    if (!result.ok) return { errorType: 'ioMapping', message: result.message };
    setMember(values, name, result.value);
  }
  return { value: values };
};

/** A task is called as its definition says, else as its state is. */
const nameOf = (ctx: Context<Statechart>, site: Site, { name, state }: Invocation): Typed<string | null> => {
  const own = evaluateAttribute(ctx, site, 'name', name);
  return isFailure(own) || own.value !== null ? own : { value: ctx.model.state(state).name };
};

/** The element instance that works. */
interface At {
  readonly instance: Ordinal;
  readonly decideLater: (instance: Ordinal) => void;
}

/** A decision is evaluated when all that is entered has begun: `decideLater` notes the element instance. */
const prepareWork = (ctx: Context<Statechart>, site: Site, invocation: Invocation, { instance, decideLater }: At): Beginning | Failure => {
  const { work, element } = invocation;
  switch (work.type) {
    case 'userTask': {
      const name = nameOf(ctx, site, invocation);
      return isFailure(name) ? name : prepareUserTask(ctx, site, { instance, name: name.value }, work);
    }
    case 'job':
      return prepareJob(ctx, site, { instance, name: null }, work);
    case 'message':
      return prepareMessage(ctx, { name: site, key: site }, { instance, target: element, once: true }, work);
    case 'decision':
      return () => decideLater(instance);
  }
};

export const beginWork = (ctx: Context<Statechart>, invocation: Invocation, at: At): Failure | undefined => {
  const inputs = evaluateInputs(ctx, invocation, at.instance);
  if (isFailure(inputs)) return inputs;
  const site = siteOf(ctx, invocation.element, at.instance, { ...inputs.value, parameters: ctx.model.parameters });
  const begin = prepareWork(ctx, site, invocation, at);
  if (isFailure(begin)) return begin;
  setAllLocal(ctx.draft, at.instance, inputs.value);
  begin();
  return undefined;
};

/** Schedules the delay of a state; `instance` is the state's. */
export const beginDelay = (ctx: Context<Statechart>, { name, timer }: Delay, instance: Ordinal): Failure | undefined => {
  const element = ctx.draft.state.elements.get(instance)?.element ?? '';
  const site = siteOf(ctx, element, instance, { parameters: ctx.model.parameters });
  const begin = prepareTimer(ctx, site, { instance, target: name, once: true }, timer);
  if (isFailure(begin)) return begin;
  begin();
  return undefined;
};
