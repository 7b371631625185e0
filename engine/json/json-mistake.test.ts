import { describe, expect, it } from 'vitest';
import { jsonMistake } from './json-mistake.ts';

describe('what is wrong with a text that is not JSON', () => {
  it.each([
    ['{"id": "x",\n "a": }', "expected a value, found '}'", 2, 7],
    ['{"id": "x"\n "a": 1}', "expected a comma, found '\"a\"'", 2, 2],
    ['{"a": 1,}', "expected a name in quotation marks, found '}'", 1, 9],
    ['{"a" 1}', "expected a colon, found '1'", 1, 6],
    ['{a: 1}', "expected a value, found 'a'", 1, 2],
    ['{"a": 1', "expected a '}', but the text ends", 1, 8],
    ['[1, 2', "expected a ']', but the text ends", 1, 6],
    ['{} {}', "expected the end of the text, found '{'", 1, 4],
    ['{"a": 1 // one\n}', "expected no comment, found '// one'", 1, 9],
    ['', 'expected a value, but the text ends', 1, 1],
    ['{"a":\r\n\t"b}', "expected a quotation mark at the end of the string, found '\"b}'", 2, 2],
  ])('%j: %s', (text, message, line, column) => {
    expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
    expect(jsonMistake(text)).toEqual({ message, line, column });
  });

  it('is told of a text that is nested too deeply, too', () => {
    expect(jsonMistake('['.repeat(1_000_000)).message).toMatch(/^(?:expected|it cannot be read)/);
  });
});
