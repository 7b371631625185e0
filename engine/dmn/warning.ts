/** What an evaluation warns about, as data: codes, places and names, never values. */
import { feelCodeText, feelWarningText, type FeelWarning, type FeelWarningCode, type Span } from '../feel/index.ts';
import { placeText, type Place } from './place.ts';

const SENTENCES = {
  SYNTAX_ERROR: () => 'Expected an expression, but it cannot be read',
  WRONG_TYPE: (name: string) => `Expected ${name === '' ? 'a value' : `'${name}'`} of the declared type, but it is of another`,
  DISALLOWED_INPUT: (name: string) => `Expected '${name}' to be one of the values of its column, but it is another`,
  DISALLOWED_OUTPUT: (name: string) => `Expected '${name}' to be one of the values of its column, but it is another`,
  BROKEN_HIT_POLICY: (_name: string, rules: string) => `Expected the matching rules to keep to the hit policy, but rules ${rules} do not`,
  NOTHING_TO_AGGREGATE: () => 'Expected one output to aggregate, but the table has several',
  NOTHING_TO_INVOKE: () => 'Expected a function to invoke, but there is none',
  NO_CONDITION: () => 'Expected true or false, but it is neither',
} as const satisfies Readonly<Record<string, (name: string, rules: string) => string>>;

export type DecisionWarningCode = FeelWarningCode | keyof typeof SENTENCES;

export interface DecisionWarning extends Span {
  readonly code: DecisionWarningCode;
  /** The decision that was being evaluated. */
  readonly decisionId: string;
  /** The expression, whose text the offsets count in, or the table. */
  readonly place: Place;
  /** The variable, member, function, input or column it is about. */
  readonly name?: string;
  /** Numbers of the rules it is about, from 1. */
  readonly rules?: readonly number[];
}

function isOfDecision(code: DecisionWarningCode): code is keyof typeof SENTENCES {
  return Object.hasOwn(SENTENCES, code);
}

function sentence(warning: DecisionWarning, text: string): string {
  const { code, name = '', rules = [] } = warning;
  if (!isOfDecision(code)) return feelWarningText({ ...warning, code } satisfies FeelWarning, text);
  const say: (about: string, numbers: string) => string = SENTENCES[code];
  return say(name, rules.join(', '));
}

/** The warning as a sentence; `text` is that of the expression at its place, '' when it has none. */
export function warningText(warning: DecisionWarning, text: string): string {
  return `${sentence(warning, text)} (${placeText(warning.place)})`;
}

/** The sentence of a code that stands on a record, FEEL's or a decision's; one of a later version: the code itself. */
export function codeText(code: string, name: string): string {
  if (!Object.hasOwn(SENTENCES, code)) return feelCodeText(code, name) ?? code;
  const say: (about: string, numbers: string) => string = SENTENCES[code as keyof typeof SENTENCES];
  return say(name, '').replace('rules  do', 'they do');
}
