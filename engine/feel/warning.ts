/**
 * What made a value null, or another than was meant, without ending a run: as data that may stand on a record, since
 * it holds places and names of the text and never a value. Sentences are made of it when somebody reads them.
 */

/** Offsets into the text, in UTF-16 code units from 0, as editors count them. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const SENTENCES = {
  UNKNOWN_NAME: (name: string) => `No variable found with name '${name}'`,
  UNKNOWN_FUNCTION: (name: string) => `No function found with name '${name}'`,
  NOT_A_FUNCTION: (_name: string, part: string) => `Expected a function to call, but '${part}' calls something else`,
  WRONG_ARGUMENTS: (name: string, part: string) => `Expected arguments by the number and names that ${called(name)} takes, but '${part}' gives others`,
  WRONG_ARGUMENT_TYPE: (name: string, part: string) => `Expected arguments of the types that ${called(name)} takes, but '${part}' gives others`,
  WRONG_RESULT_TYPE: (name: string, part: string) => `Expected a result of the type that ${called(name)} declares, but '${part}' gives another`,
  FUNCTION_WITHOUT_RESULT: (name: string, part: string) => `Expected arguments for which ${called(name)} has a result, but '${part}' gives others`,
  EXTERNAL_FUNCTION: (_name: string, part: string) => `Expected a function in FEEL, but '${part}' calls one of another platform`,
  FAILED_CONVERSION: (name: string, part: string) => `Expected a value that ${called(name)} can convert, but '${part}' gives another`,
  INVALID_PATTERN: (_name: string, part: string) => `Expected a regular expression, but '${part}' gives another text`,
  UNKNOWN_MEMBER: (name: string) => `No context entry found with key '${name}'`,
  MEMBER_OF_NULL: (name: string) => `Expected a value with the member '${name}', but it is missing`,
  UNKNOWN_PROPERTY: (name: string) => `No property found with name '${name}'`,
  NULL_ARITHMETIC: (_name: string, part: string) => `Expected two values, but '${part}' calculates with a missing one`,
  WRONG_OPERANDS: (_name: string, part: string) => `Expected values that can be calculated with each other, but '${part}' has others`,
  ARITHMETIC_WITHOUT_RESULT: (_name: string, part: string) => `Expected a result, but '${part}' has none (a division by zero, or beyond all bounds)`,
  NULL_COMPARISON: (_name: string, part: string) => `Expected two values to compare, but in '${part}' one is missing`,
  DIFFERENT_TYPES: (_name: string, part: string) => `Expected values of one type, but '${part}' compares different ones`,
  NOT_A_CONDITION: (_name: string, part: string) => `Expected '${part}' to be true or false, but it is neither`,
  NOT_A_LIST: (_name: string, part: string) => `Expected a list, or a range of whole numbers or dates, but '${part}' is none`,
  INDEX_OUT_OF_RANGE: (_name: string, part: string) => `Expected a position in the list, but '${part}' is none`,
  INVALID_LITERAL: (_name: string, part: string) => `Expected a date, time or duration in @"…", but found '${part}'`,
  INVALID_RANGE: (_name: string, part: string) => `Expected two ends that can be compared, but '${part}' has others`,
  REPEATED_MEMBER: (name: string) => `Expected each context entry once, but '${name}' is there twice`,
  FUNCTION_AS_VALUE: (_name: string, part: string) => `Expected a value, but '${part}' gives a function`,
  MORE_WARNINGS: () => 'There were more warnings',
} as const satisfies Readonly<Record<string, (name: string, part: string) => string>>;

export type FeelWarningCode = keyof typeof SENTENCES;

export interface FeelWarning extends Span {
  readonly code: FeelWarningCode;
  /** The variable, member or function it is about, as the text names it. */
  readonly name?: string;
}

function called(name: string): string {
  return name === '' ? 'the function' : `function '${name}'`;
}

const MOST_CHARACTERS = 80;

function excerpt(text: string, { from, to }: Span): string {
  const part = text.slice(from, to).replace(/\s+/g, ' ').trim();
  return part.length > MOST_CHARACTERS ? `${part.slice(0, MOST_CHARACTERS)}…` : part;
}

/** The warning as a sentence; `text` is the one that was run. */
export function feelWarningText(warning: FeelWarning, text: string): string {
  const sentence: (name: string, part: string) => string = SENTENCES[warning.code];
  return sentence(warning.name ?? '', excerpt(text, warning));
}

/** The sentence of a code where the text is not at hand; undefined: the code is none of FEEL's. */
export function feelCodeText(code: string, name: string): string | undefined {
  if (!Object.hasOwn(SENTENCES, code)) return undefined;
  const sentence: (about: string, part: string) => string = SENTENCES[code as FeelWarningCode];
  return sentence(name, '…').replace("'…'", 'it');
}
