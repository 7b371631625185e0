/**
 * Questions are everything from outside that a decision may use. `ask` gives the answer or, when it is
 * not known yet, stops the decision: the runtime finds it and decides again. The answers that were read
 * stand in the step, so deciding again needs only the journal and the definitions named by hash.
 */
import { canonical } from '../json/canonical.ts';
import type { Json } from '../json/json.ts';

/** Which version of a definition is meant. */
export type Binding =
  | { readonly type: 'latest' }
  /** That of the deployment of the definition with this key. */
  | { readonly type: 'deployment'; readonly key: string }
  | { readonly type: 'versionTag'; readonly tag: string };

export type Question =
  /** Which decision an id means. Answer: `DecisionRef` or null. */
  | { readonly type: 'decision'; readonly id: string; readonly binding: Binding }
  /** Which process or statechart an id means. Answer: `DefinitionRef` or null. */
  | { readonly type: 'definition'; readonly id: string; readonly binding: Binding }
  /** Which form an id means. Answer: `FormRef` or null. */
  | { readonly type: 'form'; readonly id: string; readonly binding: Binding }
  /** What begins with a message of the name: of each process the latest version, if it has such a start event. Answer: list of `StartRef`. */
  | { readonly type: 'messageStarts'; readonly name: string }
  /** The same for a signal. */
  | { readonly type: 'signalStarts'; readonly name: string }
  /** The latest version of what a resource defines. Answer: `LatestVersion` or null. */
  | { readonly type: 'latestVersion'; readonly kind: 'process' | 'decisions' | 'decision' | 'form'; readonly id: string }
  /** Who is found by a resolver with these arguments. Answer: what the resolver says. */
  | { readonly type: 'people'; readonly resolver: string; readonly arguments: readonly Json[] }
  /** Whether a person belongs to a group, role or unit now. Answer: true or false. */
  | { readonly type: 'membership'; readonly person: string; readonly of: string }
  /** What a work calendar says. Answer: what was asked of it. */
  | { readonly type: 'calendar'; readonly calendar: string; readonly ask: string; readonly arguments: readonly Json[] }
  /** The offset of a time zone at an instant (epoch s), in seconds. */
  | { readonly type: 'offset'; readonly zone: string; readonly at: number }
  /** The offset of a time zone at a local time (seconds since 1970-01-01T00:00:00 there), in seconds. */
  | { readonly type: 'localOffset'; readonly zone: string; readonly at: number }
  /** A case number for a stream that the command begins; `n` tells several of one command apart. Answer: decimal text. */
  | { readonly type: 'caseNumber'; readonly n: number };

export interface DecisionRef {
  /** Decimal string. */
  readonly key: string;
  readonly id: string;
  readonly version: number;
  /** Hex SHA-256 of the DMN resource. */
  readonly hash: string;
}

export interface FormRef {
  readonly key: string;
  readonly id: string;
  readonly version: number;
  readonly hash: string;
}

export interface Need {
  readonly kind: 'need';
  readonly questions: readonly Question[];
}

/** Answers by `questionId`, as they stand in the journal. */
export type Answers = { readonly [question: string]: Json };

const plain = /^[\w.-]*$/;

/** One text per question: its canonical form, shorter where it is common. */
export const questionId = (question: Question): string => {
  switch (question.type) {
    case 'decision':
    case 'definition':
    case 'form':
      return question.binding.type === 'latest' && plain.test(question.id) ? `${question.type}:${question.id}` : canonical(question);
    case 'offset':
    case 'localOffset':
      return `${question.type}:${question.zone}:${question.at}`;
    default:
      return canonical(question);
  }
};

/** Thrown by `ask`, caught by `decide`. Nobody else may swallow it: see `Asked.missing`. */
export class AnswerMissing extends Error {
  readonly question: Question;

  constructor(question: Question) {
    super(`Expected an answer to ${questionId(question)}, but it is not known yet`);
    this.question = question;
  }
}

/** The answers known before a decision, and those that it has read. */
export class Asked {
  readonly used = new Map<string, Json>();
  /** Set when a question had no answer: the decision is void, whoever caught the exception on its way. */
  missing: AnswerMissing | undefined;
  readonly #answer: (question: Question) => Json | undefined;

  constructor(answer: (question: Question) => Json | undefined) {
    this.#answer = answer;
  }

  readonly ask = (question: Question): Json => {
    const answer = this.#answer(question);
    if (answer === undefined) throw (this.missing = new AnswerMissing(question));
    this.used.set(questionId(question), answer);
    return answer;
  };

  /** In an order that does not depend on who asked first. */
  get answers(): Answers {
    return Object.fromEntries([...this.used].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
