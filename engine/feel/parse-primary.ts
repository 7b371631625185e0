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

const CONNECTIVES: ReadonlySet<string> = new Set(['and', 'or']);

export function parsePrimary(stream: TokenStream, grammar: Grammar): Node {
  const { kind, text, number, from, to } = stream.token;
  switch (kind) {
    case 'number':
      stream.advance();
      return { kind: 'literal', value: number, from, to };
    case 'string':
      stream.advance();
      return { kind: 'literal', value: text, from, to };
    case 'temporal':
      stream.advance();
      // The offsets of named zones are those of the run.
      return { kind: 'temporal', text, value: parseTemporal(text, noOffsets), from, to };
    case 'name':
      return parseWord(stream, grammar);
    case 'symbol':
      return parseBracket(stream, grammar);
    case 'end':
      return stream.fail('a value');
  }
}

function parseWord(stream: TokenStream, grammar: Grammar): Node {
  const { from } = stream.token;
  const known = stream.takeKnownName();
  if (known !== undefined) return { kind: 'name', name: known, ...stream.spanFrom(from) };
  const quoted = stream.text[from] === '`';
  // `and(…)` and `or(…)` are functions where a value is expected.
  if (!quoted && stream.isReserved && !(CONNECTIVES.has(stream.token.text) && stream.peek().text === '(')) stream.fail('a value');
  const { text: word, to } = stream.advance();
  if (quoted) return { kind: 'name', name: word, from, to };
  const constant = CONSTANTS.get(word);
  if (constant !== undefined) return { kind: 'literal', value: constant, from, to };
  switch (word) {
    case 'if':
      return parseIf(stream, grammar, from);
    case 'for':
      return parseFor(stream, grammar, from);
    case 'some':
    case 'every':
      return parseQuantified(stream, grammar, { kind: word, from });
    case 'function':
      return stream.isSymbol('(') ? parseFunction(stream, grammar, from) : { kind: 'name', name: word, from, to };
    default:
      return { kind: 'name', name: word, from, to };
  }
}

function parseBracket(stream: TokenStream, grammar: Grammar): Node {
  const { from } = stream.token;
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
      return parseRangeEnd(stream, grammar, { start: grammar.expression(stream), startIncluded: false, from });
    case '{':
      return parseContext(stream, grammar);
    default:
      return stream.fail('a value');
  }
}

/** `(a)`, `(a, < b)` or an open range `(a..b]`. More than one node only makes sense after `in`. */
export function parseGroup(stream: TokenStream, grammar: Grammar): readonly Node[] {
  const { from } = stream.advance();
  const first = grammar.test(stream);
  if (stream.isSymbol('..')) return [parseRangeEnd(stream, grammar, { start: first, startIncluded: false, from })];
  const nodes = [first];
  while (stream.takeSymbol(',')) nodes.push(grammar.test(stream));
  stream.expectSymbol(')', 'to close the parenthesis');
  return nodes;
}

function parseListOrRange(stream: TokenStream, grammar: Grammar): Node {
  const { from } = stream.advance();
  const items: Node[] = [];
  while (!stream.takeSymbol(']')) {
    if (items.length > 0) stream.expectSymbol(',', "or ']' after the item");
    const item = grammar.test(stream);
    if (items.length === 0 && stream.isSymbol('..')) return parseRangeEnd(stream, grammar, { start: item, startIncluded: true, from });
    items.push(item);
  }
  return { kind: 'list', items, ...stream.spanFrom(from) };
}

interface RangeStart {
  readonly start: Node;
  readonly startIncluded: boolean;
  readonly from: number;
}

function parseRangeEnd(stream: TokenStream, grammar: Grammar, { start, startIncluded, from }: RangeStart): Node {
  stream.expectSymbol('..', 'between the ends of the range');
  const end = grammar.expression(stream);
  const close = stream.token.text;
  if (stream.token.kind !== 'symbol' || !(close === ']' || close === ')' || close === '[')) {
    stream.fail("']', ')' or '[' to close the range");
  }
  stream.advance();
  return { kind: 'range', start, end, startIncluded, endIncluded: close === ']', ...stream.spanFrom(from) };
}

/** Later entries see earlier ones. */
function parseContext(stream: TokenStream, grammar: Grammar): Node {
  const { from } = stream.advance();
  const entries: { name: string; value: Node }[] = [];
  while (!stream.takeSymbol('}')) {
    if (entries.length > 0) stream.expectSymbol(',', "or '}' after the entry");
    const name = stream.token.kind === 'string' ? stream.advance().text : stream.takeIntroduced(':');
    if (name === undefined) stream.fail("an entry's name and ':'");
    stream.expectSymbol(':', "after the entry's name");
    entries.push({ name, value: grammar.test(stream) });
    stream.declare(name);
  }
  return { kind: 'context', entries, ...stream.spanFrom(from) };
}

function parseIf(stream: TokenStream, grammar: Grammar, from: number): Node {
  const condition = grammar.expression(stream);
  stream.expectWord('then', "after the condition of 'if'");
  const consequent = grammar.expression(stream);
  stream.expectWord('else', "after the 'then' value of 'if'");
  const alternative = grammar.expression(stream);
  return { kind: 'if', condition, consequent, alternative, ...stream.spanFrom(from) };
}

function parseStepsEnd(stream: TokenStream, grammar: Grammar, start: Node): Node {
  const end = grammar.expression(stream);
  return { kind: 'steps', start, end, ...stream.spanFrom(start.from) };
}

function parseIterations<T>(stream: TokenStream, grammar: Grammar, parseBody: () => T): { iterations: readonly Iteration[]; body: T } {
  const iterations: Iteration[] = [];
  const parseNext = (): T => {
    const name = stream.takeIntroduced('in');
    if (name === undefined) stream.fail("a variable's name and 'in'");
    stream.expectWord('in', "after the variable's name");
    const start = grammar.expression(stream);
    iterations.push({ name, over: stream.takeSymbol('..') ? parseStepsEnd(stream, grammar, start) : start });
    return stream.withNames([name], () => (stream.takeSymbol(',') ? stream.nested(parseNext) : parseBody()));
  };
  const body = parseNext();
  return { iterations, body };
}

function parseFor(stream: TokenStream, grammar: Grammar, from: number): Node {
  const parsed = parseIterations(stream, grammar, () => {
    stream.expectWord('return', "after the lists of 'for'");
    return grammar.expression(stream);
  });
  return { kind: 'for', ...parsed, ...stream.spanFrom(from) };
}

function parseQuantified(
  stream: TokenStream,
  grammar: Grammar,
  { kind, from }: { readonly kind: 'some' | 'every'; readonly from: number },
): Node {
  const parsed = parseIterations(stream, grammar, () => {
    stream.expectWord('satisfies', `after the lists of '${kind}'`);
    return grammar.expression(stream);
  });
  return { kind, ...parsed, ...stream.spanFrom(from) };
}

function parseFunction(stream: TokenStream, grammar: Grammar, from: number): Node {
  const parameters = parseParameters(stream);
  if (stream.takeWord('external')) {
    grammar.expression(stream);
    return { kind: 'external', parameters, ...stream.spanFrom(from) };
  }
  const names = parameters.map((parameter) => parameter.name);
  const body = stream.withNames(names, () => grammar.expression(stream));
  return { kind: 'function', parameters, body, ...stream.spanFrom(from) };
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
