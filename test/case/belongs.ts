/** A function for expressions that asks: `belongs(person, of)`. */
import type { Json } from '../../engine/json/json.ts';
import { questionId, type Library, type Question } from '../../engine/stream/index.ts';

const membership = (person: Json | undefined, of: Json | undefined): Question => ({ type: 'membership', person: person as string, of: of as string });

const belongs: NonNullable<ReturnType<NonNullable<Library['function']>>> = {
  parameters: ['person', 'of'],
  call: (ask, [person, of]) => ask(membership(person, of)),
};

export const askingLibrary: Library = { decision: () => undefined, function: (name) => (name === 'belongs' ? belongs : undefined) };

/** What `belongs("ann", "legal")` asks. */
export const annInLegal = membership('ann', 'legal');
export const annInLegalId = questionId(annInLegal);
