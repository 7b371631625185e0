/** Where a text stops being JSON, for the person who wrote it. `JSON.parse` says it in each engine's own words, often without a place. */
import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

export interface JsonMistake {
  /** "expected …, found …". */
  readonly message: string;
  /** From 1; absent when the text is nested so deeply that nobody can say. */
  readonly line?: number;
  /** In UTF-16 code units, from 1. */
  readonly column?: number;
}

const wanted: { readonly [code: string]: string } = {
  PropertyNameExpected: 'a name in quotation marks',
  ValueExpected: 'a value',
  ColonExpected: 'a colon',
  CommaExpected: 'a comma',
  CloseBraceExpected: "a '}'",
  CloseBracketExpected: "a ']'",
  EndOfFileExpected: 'the end of the text',
  InvalidCommentToken: 'no comment',
  UnexpectedEndOfString: 'a quotation mark at the end of the string',
  InvalidEscapeCharacter: 'an escape that JSON has',
  InvalidUnicode: 'four hexadecimal digits',
  InvalidCharacter: 'no control characters in strings',
};

const foundMax = 20;

const firstOf = (text: string): ParseError | undefined => {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return errors[0];
};

/** Of a text that `JSON.parse` has refused. */
export const jsonMistake = (text: string): JsonMistake => {
  const error = firstOf(text);
  if (error === undefined) return { message: 'it cannot be read' };
  const { offset, length } = error;
  const before = text.slice(0, offset);
  const found = text.slice(offset, offset + Math.max(length, 1)).slice(0, foundMax);
  return {
    message: `expected ${wanted[printParseErrorCode(error.error)] ?? 'a value'}, ${found === '' ? 'but the text ends' : `found '${found}'`}`,
    line: before.split('\n').length,
    column: offset - (before.lastIndexOf('\n') + 1) + 1,
  };
};
