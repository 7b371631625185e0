/** A warning as the record has it: `[code, element, attribute, from, to, name]`, cut behind the last that is there; null where one is not. */
import type { Json } from '../json/json.ts';
import type { Warning } from '../stream/index.ts';
import { UnreadableStepError } from './record.ts';

export const warningList = ({ code, element, attribute, from, to, name }: Warning): readonly Json[] => {
  const list: Json[] = [code, element, attribute, from ?? null, to ?? null, name ?? null];
  while (list.at(-1) === null) list.pop();
  return list;
};

export const readWarning = (list: Json): Warning => {
  const [code, element, attribute, from = null, to = null, name = null] = Array.isArray(list) ? (list as readonly Json[]) : [];
  if (typeof code !== 'string' || typeof element !== 'string' || typeof attribute !== 'string')
    throw new UnreadableStepError('Expected a warning to name its code, element and attribute, but one does not');
  return {
    code, element, attribute,
    ...(typeof from === 'number' ? { from } : {}),
    ...(typeof to === 'number' ? { to } : {}),
    ...(typeof name === 'string' ? { name } : {}),
  };
};
