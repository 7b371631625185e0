/** What operators work on: literals, names, lists, ranges, contexts, and the expressions that begin with a word. */
import { noOffsets } from '../time/zone.ts';
import { parseType } from './parse-type.ts';
import type { Iteration, LambdaParameter, Node } from './syntax.ts';
import { parseTemporal } from './temporal-text.ts';
import type { TokenStream } from './token-stream.ts';
import type { FeelValue } from './value.ts';

/** How the parts inside are parsed; operators are the subject of another file. */
export interface Grammar {
  expression(stream: TokenStream): Node;
  /** An expression, or `< 5` and its like. */
  test(stream: TokenStream): Node;
}

const CONSTANTS: ReadonlyMap<string, FeelValue> = new Map<string, FeelValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

export function parsePrimary(stream: TokenStream, grammar: Grammar): Node {
  const { kind, text, number } = stream.token;
  switch (kind) {
    case 'number':
      stream.advance();
      return { kind: 'literal', value: number };
    case 'string':
      stream.advance();
      return { kind: 'literal', value: text };
    case 'temporal':
      stream.advance();
      // The offsets of named zones are those of the run.
      return { kind: 'temporal', text, value: parseTemporal(text, noOffsets) };
    case 'name':
      return parseWord(stream, grammar);
    case 'symbol':
      return parseBracket(stream, grammar);
    case 'end':
      return stream.fail('a value');
  }
}

function parseWord(stream: TokenStream, grammar: Grammar): Node {
  const known = stream.takeKnownName();
  if (known !== undefined) return { kind: 'name', name: known };
  const quoted = stream.text[stream.token.from] === '`';
  if (!quoted && stream.isReserved) stream.fail('a value');
  const word = stream.advance().text;
  if (quoted) return { kind: 'name', name: word };
  const constant = CONSTANTS.get(word);
  if (constant !== undefined) return { kind: 'literal', value: constant };
  switch (word) {
    case 'if':
      return parseIf(stream, grammar);
    case 'for':
      return parseFor(stream, grammar);
    case 'some':
    case 'every':
      return parseQuantified(stream, grammar, word);
    case 'function':
      return stream.isSymbol('(') ? parseFunction(stream, grammar) : { kind: 'name', name: word };
    default:
      return { kind: 'name', name: word };
  }
}

function parseBracket(stream: TokenStream, grammar: Grammar): Node {
  switch (stream.token.text) {
    case '(': {
      const [first, second] = parseGroup(stream, grammar);
      if (first === undefined || second !== undefined) stream.fail("one value in parentheses, or 'in' before them");
      return first;
    }
    case '[':
      return parseListOrRange(stream, grammar);
    case ']':
      stream.advance();
      return parseRangeEnd(stream, grammar, grammar.expression(stream), false);
    case '{':
      return parseContext(stream, grammar);
    default:
      return stream.fail('a value');
  }
}

/** `(a)`, `(a, < b)` or an open range `(a..b]`. More than one node only makes sense after `in`. */
export function parseGroup(stream: TokenStream, grammar: Grammar): readonly Node[] {
  stream.advance();
  const first = grammar.test(stream);
  if (stream.isSymbol('..')) return [parseRangeEnd(stream, grammar, first, false)];
  const nodes = [first];
  while (stream.takeSymbol(',')) nodes.push(grammar.test(stream));
  stream.expectSymbol(')', 'to close the parenthesis');
  return nodes;
}

function parseListOrRange(stream: TokenStream, grammar: Grammar): Node {
  stream.advance();
  const items: Node[] = [];
  while (!stream.takeSymbol(']')) {
    if (items.length > 0) stream.expectSymbol(',', "or ']' after the item");
    const item = grammar.test(stream);
    if (items.length === 0 && stream.isSymbol('..')) return parseRangeEnd(stream, grammar, item, true);
    items.push(item);
  }
  return { kind: 'list', items };
}

function parseRangeEnd(stream: TokenStream, grammar: Grammar, start: Node, startIncluded: boolean): Node {
  stream.expectSymbol('..', 'between the ends of the range');
  const end = grammar.expression(stream);
  const close = stream.token.text;
  if (stream.token.kind !== 'symbol' || !(close === ']' || close === ')' || close === '[')) {
    stream.fail("']', ')' or '[' to close the range");
  }
  stream.advance();
  return { kind: 'range', start, end, startIncluded, endIncluded: close === ']' };
}

/** Later entries see earlier ones. */
function parseContext(stream: TokenStream, grammar: Grammar): Node {
  stream.advance();
  const entries: { name: string; value: Node }[] = [];
  while (!stream.takeSymbol('}')) {
    if (entries.length > 0) stream.expectSymbol(',', "or '}' after the entry");
    const name = stream.token.kind === 'string' ? stream.advance().text : stream.takeIntroduced(':');
    if (name === undefined) stream.fail("an entry's name and ':'");
    stream.expectSymbol(':', "after the entry's name");
    entries.push({ name, value: grammar.test(stream) });
    stream.declare(name);
  }
  return { kind: 'context', entries };
}

function parseIf(stream: TokenStream, grammar: Grammar): Node {
  const condition = grammar.expression(stream);
  stream.expectWord('then', "after the condition of 'if'");
  const consequent = grammar.expression(stream);
  stream.expectWord('else', "after the 'then' value of 'if'");
  return { kind: 'if', condition, consequent, alternative: grammar.expression(stream) };
}

function parseIterations<T>(stream: TokenStream, grammar: Grammar, parseBody: () => T): { iterations: readonly Iteration[]; body: T } {
  const iterations: Iteration[] = [];
  const parseNext = (): T => {
    const name = stream.takeIntroduced('in');
    if (name === undefined) stream.fail("a variable's name and 'in'");
    stream.expectWord('in', "after the variable's name");
    const start = grammar.expression(stream);
    const over: Node = stream.takeSymbol('..') ? { kind: 'steps', start, end: grammar.expression(stream) } : start;
    iterations.push({ name, over });
    return stream.withNames([name], () => (stream.takeSymbol(',') ? stream.nested(parseNext) : parseBody()));
  };
  const body = parseNext();
  return { iterations, body };
}

function parseFor(stream: TokenStream, grammar: Grammar): Node {
  const parsed = parseIterations(stream, grammar, () => {
    stream.expectWord('return', "after the lists of 'for'");
    return grammar.expression(stream);
  });
  return { kind: 'for', ...parsed };
}

function parseQuantified(stream: TokenStream, grammar: Grammar, kind: 'some' | 'every'): Node {
  const parsed = parseIterations(stream, grammar, () => {
    stream.expectWord('satisfies', `after the lists of '${kind}'`);
    return grammar.expression(stream);
  });
  return { kind, ...parsed };
}

function parseFunction(stream: TokenStream, grammar: Grammar): Node {
  const parameters = parseParameters(stream);
  if (stream.takeWord('external')) {
    grammar.expression(stream);
    return { kind: 'external', parameters };
  }
  const names = parameters.map((parameter) => parameter.name);
  const body = stream.withNames(names, () => grammar.expression(stream));
  return { kind: 'function', parameters, body };
}

function parseParameters(stream: TokenStream): readonly LambdaParameter[] {
  stream.advance();
  const parameters: LambdaParameter[] = [];
  while (!stream.takeSymbol(')')) {
    if (parameters.length > 0) stream.expectSymbol(',', "or ')' after the parameter");
    const name = stream.takeIntroduced(',');
    if (name === undefined) stream.fail("a parameter's name");
    parameters.push({ name, type: stream.takeSymbol(':') ? parseType(stream) : undefined });
  }
  return parameters;
}
