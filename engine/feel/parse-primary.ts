/** What operators work on: literals, names, lists, ranges, contexts, and the expressions that begin with a word. */
import { parseExpression, parseTest } from './parse-expression.ts';
import { parseType } from './parse-type.ts';
import type { Iteration, LambdaParameter, Node } from './syntax.ts';
import { parseTemporal } from './temporal-text.ts';
import type { TokenStream } from './token-stream.ts';
import type { FeelValue } from './value.ts';

const CONSTANTS: ReadonlyMap<string, FeelValue> = new Map<string, FeelValue>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

export function parsePrimary(stream: TokenStream): Node {
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
      return { kind: 'temporal', text, value: parseTemporal(text) };
    case 'name':
      return parseWord(stream);
    case 'symbol':
      return parseBracket(stream);
    case 'end':
      return stream.fail('a value');
  }
}

function parseWord(stream: TokenStream): Node {
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
      return parseIf(stream);
    case 'for':
      return parseFor(stream);
    case 'some':
    case 'every':
      return parseQuantified(stream, word);
    case 'function':
      return stream.isSymbol('(') ? parseFunction(stream) : { kind: 'name', name: word };
    default:
      return { kind: 'name', name: word };
  }
}

function parseBracket(stream: TokenStream): Node {
  switch (stream.token.text) {
    case '(': {
      const [first, second] = parseGroup(stream);
      if (first === undefined || second !== undefined) stream.fail("one value in parentheses, or 'in' before them");
      return first;
    }
    case '[':
      return parseListOrRange(stream);
    case ']':
      stream.advance();
      return parseRangeEnd(stream, parseExpression(stream), false);
    case '{':
      return parseContext(stream);
    default:
      return stream.fail('a value');
  }
}

/** `(a)`, `(a, < b)` or an open range `(a..b]`. More than one node only makes sense after `in`. */
export function parseGroup(stream: TokenStream): readonly Node[] {
  stream.advance();
  const first = parseTest(stream);
  if (stream.isSymbol('..')) return [parseRangeEnd(stream, first, false)];
  const nodes = [first];
  while (stream.takeSymbol(',')) nodes.push(parseTest(stream));
  stream.expectSymbol(')', 'to close the parenthesis');
  return nodes;
}

function parseListOrRange(stream: TokenStream): Node {
  stream.advance();
  const items: Node[] = [];
  while (!stream.takeSymbol(']')) {
    if (items.length > 0) stream.expectSymbol(',', "or ']' after the item");
    const item = parseExpression(stream);
    if (items.length === 0 && stream.isSymbol('..')) return parseRangeEnd(stream, item, true);
    items.push(item);
  }
  return { kind: 'list', items };
}

function parseRangeEnd(stream: TokenStream, start: Node, startIncluded: boolean): Node {
  stream.expectSymbol('..', 'between the ends of the range');
  const end = parseExpression(stream);
  const close = stream.token.text;
  if (stream.token.kind !== 'symbol' || !(close === ']' || close === ')' || close === '[')) {
    stream.fail("']', ')' or '[' to close the range");
  }
  stream.advance();
  return { kind: 'range', start, end, startIncluded, endIncluded: close === ']' };
}

/** Later entries see earlier ones. */
function parseContext(stream: TokenStream): Node {
  stream.advance();
  const entries: { name: string; value: Node }[] = [];
  while (!stream.takeSymbol('}')) {
    if (entries.length > 0) stream.expectSymbol(',', "or '}' after the entry");
    const name = stream.token.kind === 'string' ? stream.advance().text : stream.takeIntroduced(':');
    if (name === undefined) stream.fail("an entry's name and ':'");
    stream.expectSymbol(':', "after the entry's name");
    entries.push({ name, value: parseExpression(stream) });
    stream.declare(name);
  }
  return { kind: 'context', entries };
}

function parseIf(stream: TokenStream): Node {
  const condition = parseExpression(stream);
  stream.expectWord('then', "after the condition of 'if'");
  const consequent = parseExpression(stream);
  stream.expectWord('else', "after the 'then' value of 'if'");
  return { kind: 'if', condition, consequent, alternative: parseExpression(stream) };
}

function parseIterations<T>(stream: TokenStream, parseBody: () => T): { iterations: readonly Iteration[]; body: T } {
  const iterations: Iteration[] = [];
  const parseNext = (): T => {
    const name = stream.takeIntroduced('in');
    if (name === undefined) stream.fail("a variable's name and 'in'");
    stream.expectWord('in', "after the variable's name");
    const start = parseExpression(stream);
    const over: Node = stream.takeSymbol('..') ? { kind: 'steps', start, end: parseExpression(stream) } : start;
    iterations.push({ name, over });
    return stream.withNames([name], () => (stream.takeSymbol(',') ? stream.nested(parseNext) : parseBody()));
  };
  const body = parseNext();
  return { iterations, body };
}

function parseFor(stream: TokenStream): Node {
  const parsed = parseIterations(stream, () => {
    stream.expectWord('return', "after the lists of 'for'");
    return parseExpression(stream);
  });
  return { kind: 'for', ...parsed };
}

function parseQuantified(stream: TokenStream, kind: 'some' | 'every'): Node {
  const parsed = parseIterations(stream, () => {
    stream.expectWord('satisfies', `after the lists of '${kind}'`);
    return parseExpression(stream);
  });
  return { kind, ...parsed };
}

function parseFunction(stream: TokenStream): Node {
  const parameters = parseParameters(stream);
  if (stream.takeWord('external')) {
    parseExpression(stream);
    return { kind: 'external', parameters };
  }
  const names = parameters.map((parameter) => parameter.name);
  const body = stream.withNames(names, () => parseExpression(stream));
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
