/** What an answer says, without what is of one run only. */
import type { Json, Outcome } from './recording.ts';

/**
 * Keys, cursors and numbers of steps are of one run; what is as always is left out. Scripts that are played together
 * deploy the same files: which of them came first, and found nothing `unchanged`, is chance.
 */
const isLeftOut = (name: string, value: unknown): boolean =>
  /Keys?$/.test(name) || ['tenantId', 'page', 'seq', 'unchanged'].includes(name) || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** `start`: when the script began, epoch ms. */
const withoutKeys = (value: unknown, start: number): Json | undefined => {
  if (Array.isArray(value)) return value.map((item) => withoutKeys(item, start) ?? null);
  if (typeof value !== 'object' || value === null) return value as Json;
  const entries = Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
    if (isLeftOut(name, inner)) return [];
    if (name === 'deadline' && typeof inner === 'number') return [[name, (inner - start) / 1_000]];
    return [[name, withoutKeys(inner, start) ?? null]];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
};

/** `body`: of an answer that is no problem, parsed; undefined: it is empty. */
export const outcomeOf = (status: number, body: unknown, start: number): Pick<Outcome, 'answer' | 'says'> => {
  if (status >= 300) {
    const { title, detail } = body as { readonly title: string; readonly detail: string };
    return { answer: `${status} ${title}: ${detail}` };
  }
  const says = withoutKeys(body, start);
  return { answer: String(status), ...(says === undefined ? {} : { says }) };
};
