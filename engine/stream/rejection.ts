/**
 * A rejection is a value: the command is refused and nothing changed. The sentence has the form
 * "Expected to <what the caller wanted>, but <state>." The code is the problem's title on the wire.
 */
import { siblingKey, type Ordinal } from './key.ts';

export type RejectionCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'INVALID_STATE'
  | 'ALREADY_EXISTS'
  | 'FORBIDDEN'
  | 'RESOURCE_EXHAUSTED'
  | 'PROCESSING_ERROR';

/** A thing of the stream, named by its key where the stream's own key is known. */
export interface KeyOf {
  readonly key: Ordinal;
}

/** Texts and keys in turn: what a client sent stands in the texts as it is, and is never read as anything else. */
export type Sentence = readonly (string | KeyOf)[];

export interface Rejection {
  readonly kind: 'rejected';
  readonly code: RejectionCode;
  readonly sentence: Sentence;
}

/** Of a template whose values are texts, numbers and `{ key: ordinal }`. */
export const sentence = (texts: TemplateStringsArray, ...values: readonly (string | number | KeyOf)[]): Sentence =>
  texts.flatMap((text, index) => {
    const value = values[index];
    if (value === undefined) return [text];
    return [text, typeof value === 'number' ? String(value) : value];
  });

export const reject = (code: RejectionCode, said: string | Sentence): Rejection => ({
  kind: 'rejected',
  code,
  sentence: typeof said === 'string' ? [said] : said,
});

/** The sentence with the keys of the stream's things. */
export const renderSentence = (said: Sentence, stream: bigint): string =>
  said.map((part) => (typeof part === 'string' ? part : String(siblingKey(stream, part.key)))).join('');
