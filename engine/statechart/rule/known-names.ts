/** Names that expressions read are set somewhere, or at least are not almost like one that is. */
import { VariableNames } from '../../work/misspelt.ts';
import { reservedNames } from '../evaluation.ts';
import { actionsOf } from '../model.ts';
import type { Rule } from './rule.ts';

export const knownNames: Rule = ({ model }, compiling) => {
  const names = new VariableNames<string>();
  const assignments = model.states.flatMap((state) => [
    ...actionsOf(state).flatMap((action) => (action.kind === 'assign' ? action.assignments : [])),
    ...state.invocations.flatMap(({ input }) => input),
  ]);
  for (const { name } of [...model.context, ...assignments]) names.sets(name);
  for (const name of reservedNames) names.sets(name);
  for (const { invocations } of model.states)
    for (const { work } of invocations) if ('resultVariable' in work) names.sets(work.resultVariable);
  for (const { at, text, names: places } of compiling.texts) names.reads(at, text, places);
  for (const { owner, message, expression } of names.misspelt()) compiling.warn(owner, message, expression);
};
