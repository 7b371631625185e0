import { describe, expect, it } from 'vitest';
import { jsonNotation, PlacedSource, xmlNotation } from './place-in-source.ts';

describe('the place of an expression in its file', () => {
  it.each([
    ['in an attribute', '<a>\n  <b source="=x + y"/>', { text: 'x + y', from: 4 }, { line: 2, column: 19 }, 'y'],
    ['behind entities', '<b source="=&quot;a&quot; &lt; y"/>', { text: '"a" < y', from: 6 }, { line: 1, column: 32 }, 'y'],
    ['at an entity', '<b source="=a &lt; y"/>', { text: 'a < y', from: 2 }, { line: 1, column: 15 }, '&'],
    ['behind characters by number', '<b source="=&#65;&#x1F600;y"/>', { text: 'A😀y', from: 3 }, { line: 1, column: 27 }, 'y'],
    ['on several lines', '<t>=a +\r\n\tb +\r\n  c</t>', { text: 'a +\n\tb +\n  c', from: 11 }, { line: 3, column: 3 }, 'c'],
    ['in an attribute with line breaks, which are read as blanks', '<t e="=a\n + b"/>', { text: 'a  + b', from: 5 }, { line: 2, column: 4 }, 'b'],
    ['behind characters of two units', '<t>=𠮷 + b</t>', { text: '𠮷 + b', from: 5 }, { line: 1, column: 10 }, 'b'],
    ['at the end of the text', '<t>=a +</t>', { text: 'a +', from: 3 }, { line: 1, column: 8 }, '<'],
  ])('%s', (...[, source, expression, position, mark]) => {
    expect(new PlacedSource(source, xmlNotation).find(expression)).toEqual(position);
    expect(source.split('\n')[position.line - 1]?.[position.column - 1]).toBe(mark);
  });

  it.each([
    ['in a string', '{\n "a": "=x + y" }', { text: 'x + y', from: 4 }, { line: 2, column: 13 }, 'y'],
    ['behind escapes', String.raw`{"a": "=\"q\" \u003c y"}`, { text: '"q" < y', from: 6 }, { line: 1, column: 22 }, 'y'],
    ['on several lines of its own', String.raw`{"a": "=a +\n b"}`, { text: 'a +\n b', from: 5 }, { line: 1, column: 15 }, 'b'],
  ])('of JSON %s', (...[, source, expression, position, mark]) => {
    expect(new PlacedSource(source, jsonNotation).find(expression)).toEqual(position);
    expect(source.split('\n')[position.line - 1]?.[position.column - 1]).toBe(mark);
  });

  it('is looked for from the line of its element on', () => {
    expect(new PlacedSource('<a>\n=x</a>\n<b>=x</b>', xmlNotation).find({ text: 'x', from: 0 }, 3)).toEqual({ line: 3, column: 5 });
  });

  it('is none when it is not there, or nothing', () => {
    const source = new PlacedSource('<a>&unknown; &#x110000;</a>', xmlNotation);
    expect([source.find({ text: 'z', from: 0 }), source.find({ text: ' ', from: 0 }), source.find({ text: 'a', from: 0 }, 9)]).toEqual([undefined, undefined, undefined]);
  });
});
