/**
 * Facts are everything from outside that a decision may use. When one is missing, `decide` returns
 * a `Need`; the runtime answers and decides again. Questions and answers stand in the step's
 * payload, so deciding again needs only the journal and the definitions named by hash.
 */
import type { Json } from '../json/json.ts';

export type Question =
  /** Which decision definition an id means now. Answer: `DecisionRef`, or null when there is none. */
  { readonly type: 'decision'; readonly id: string };

export interface DecisionRef {
  /** Decimal string. */
  readonly key: string;
  readonly id: string;
  readonly version: number;
  /** Hex SHA-256 of the DMN resource. */
  readonly hash: string;
}

export interface Need {
  readonly kind: 'need';
  readonly questions: readonly Question[];
}

/** Answers by `questionId`, as they stand in the journal. */
export type Answers = { readonly [question: string]: Json };

export const questionId = (question: Question): string => `${question.type}:${question.id}`;

export const need = (...questions: readonly Question[]): Need => ({ kind: 'need', questions });
