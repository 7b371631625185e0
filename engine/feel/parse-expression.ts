/** Operators and their precedence (DMN 1.5 grammar rules 1 to 5), by precedence climbing. */
import type { ArithmeticOperator } from './arithmetic.ts';
import { negateNumber, isNumber } from './number.ts';
import { parseGroup, parsePrimary, type Grammar } from './parse-primary.ts';
import { parseType } from './parse-type.ts';
import type { ComparisonOperator, Node } from './syntax.ts';
import type { TokenStream } from './token-stream.ts';
import type { UnaryOperator } from './value.ts';

const [OR, AND, COMPARISON, SUM, PRODUCT, POWER, INSTANCE] = [1, 2, 3, 4, 5, 6, 7] as const;
const PRECEDENCE: ReadonlyMap<string, number> = new Map([
  ['or', OR],
  ['and', AND],
  ...['=', '!=', '<', '<=', '>', '>=', 'between', 'in'].map((word) => [word, COMPARISON] as const),
  ...['+', '-'].map((symbol) => [symbol, SUM] as const),
  ...['*', '/'].map((symbol) => [symbol, PRODUCT] as const),
  ['**', POWER],
  ['instance', INSTANCE],
]);
const COMPARISONS: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
/** Symbols an expression can begin with; after `[` any other one means that the bracket closes a range. */
const BEGINNINGS: ReadonlySet<string> = new Set(['-', '(', '[', ']', '{', '<', '<=', '>', '>=']);

function isComparison(text: string): text is ComparisonOperator {
  return COMPARISONS.has(text);
}

const GRAMMAR: Grammar = { expression: parseExpression, test: parseTest };

export function parseExpression(stream: TokenStream): Node {
  return parseOperators(stream, 0);
}

/** A decision-table test, an operand of `in`, or a value that may be a range such as `< 5`. */
export function parseTest(stream: TokenStream): Node {
  const { text: operator, kind, from } = stream.token;
  if (kind !== 'symbol' || !isComparison(operator)) return parseExpression(stream);
  stream.advance();
  const end = parseOperators(stream, COMPARISON);
  return { kind: 'unary', operator: operator satisfies UnaryOperator, end, ...stream.spanFrom(from) };
}

/** Tests in parentheses, as after `not` in a decision-table cell. */
export function parseTests(stream: TokenStream): readonly Node[] {
  return parseGroup(stream, GRAMMAR);
}

/** Everything that binds tighter than `minimum`. */
function parseOperators(stream: TokenStream, minimum: number, first?: Node): Node {
  return stream.nested(() => {
    const { from } = first ?? stream.token;
    let left = first ?? parseNegation(stream);
    for (;;) {
      const { kind, text } = stream.token;
      const precedence = kind === 'symbol' || kind === 'name' ? (PRECEDENCE.get(text) ?? 0) : 0;
      if (precedence <= minimum || (text === 'instance' && stream.peek().text !== 'of')) return left;
      stream.advance();
      left = parseRest(stream, left, text, { precedence, from });
    }
  });
}

/** The operator and what follows it. The node begins where its left operand does, in front of parentheses around that. */
function parseRest(stream: TokenStream, left: Node, operator: string, { precedence, from }: { readonly precedence: number; readonly from: number }): Node {
  if (operator === 'or' || operator === 'and') {
    // Chains are flat, so that a condition with hundreds of alternatives is not nested.
    const operands = [left, parseOperators(stream, precedence)];
    while (stream.takeWord(operator)) operands.push(parseOperators(stream, precedence));
    return { kind: operator, operands, ...stream.spanFrom(from) };
  }
  if (operator === 'instance') {
    stream.expectWord('of', "after 'instance'");
    const type = parseType(stream);
    return { kind: 'instance of', value: left, type, ...stream.spanFrom(from) };
  }
  if (operator === 'between') {
    const low = parseOperators(stream, COMPARISON);
    stream.expectWord('and', "between the two limits of 'between'");
    const high = parseOperators(stream, COMPARISON);
    return { kind: 'between', value: left, low, high, ...stream.spanFrom(from) };
  }
  if (operator === 'in') {
    const operand = parseInTests(stream);
    return { kind: 'in', value: left, ...operand, ...stream.spanFrom(from) };
  }
  const right = parseOperators(stream, precedence);
  if (isComparison(operator)) return { kind: 'comparison', operator, left, right, ...stream.spanFrom(from) };
  return { kind: 'arithmetic', operator: operator as ArithmeticOperator, left, right, ...stream.spanFrom(from) };
}

/** `in (< 5, 10)` lists tests; `in (a + b) * 2` and `in [1..5]` have one operand. */
function parseInTests(stream: TokenStream): { readonly tests: readonly Node[]; readonly grouped: boolean } {
  if (!stream.isSymbol('(')) {
    const isUnary = stream.token.kind === 'symbol' && isComparison(stream.token.text);
    return { tests: [isUnary ? parseTest(stream) : parseOperators(stream, COMPARISON)], grouped: false };
  }
  const group = parseGroup(stream, GRAMMAR);
  const [only] = group;
  if (group.length !== 1 || only === undefined) return { tests: group, grouped: true };
  const operand = parseOperators(stream, COMPARISON, parsePostfix(stream, only, only.from));
  return { tests: [operand], grouped: operand === only };
}

function parseNegation(stream: TokenStream): Node {
  if (!stream.isSymbol('-')) {
    const { from } = stream.token;
    return parsePostfix(stream, parsePrimary(stream, GRAMMAR), from);
  }
  const { from } = stream.advance();
  const operand = stream.nested(() => parseNegation(stream));
  return operand.kind === 'literal' && isNumber(operand.value)
    ? { kind: 'literal', value: negateNumber(operand.value), ...stream.spanFrom(from) }
    : { kind: 'negation', operand, ...stream.spanFrom(from) };
}

function parsePostfix(stream: TokenStream, primary: Node, from: number): Node {
  let node = primary;
  for (;;) {
    if (stream.isSymbol('.')) {
      stream.advance();
      const nameFrom = stream.token.from;
      const name = takePathName(stream);
      node = { kind: 'path', target: node, name, nameSpan: stream.spanFrom(nameFrom), ...stream.spanFrom(from) };
    } else if (stream.isSymbol('[') && beginsExpression(stream)) {
      stream.advance();
      const condition = parseExpression(stream);
      stream.expectSymbol(']', 'to close the filter');
      node = { kind: 'filter', target: node, condition, ...stream.spanFrom(from) };
    } else if (stream.isSymbol('(')) {
      node = parseCall(stream, node, from);
    } else {
      return node;
    }
  }
}

/** Whether what follows the current bracket can begin a filter; if not, the bracket closes a range: `[1..5[`. */
function beginsExpression(stream: TokenStream): boolean {
  const next = stream.peek();
  if (next.kind === 'symbol') return BEGINNINGS.has(next.text);
  return next.kind === 'name' ? !PRECEDENCE.has(next.text) && next.text !== 'return' && next.text !== 'satisfies' && next.text !== 'then' && next.text !== 'else' : next.kind !== 'end';
}

/** Entries of contexts are not declared, so words that follow each other are one name: `loan.monthly rate`. */
function takePathName(stream: TokenStream): string {
  if (stream.token.kind !== 'name') stream.fail("a name after '.'");
  const known = stream.takeKnownName();
  if (known !== undefined) return known;
  let name = stream.advance().text;
  while (stream.token.kind === 'name' && !stream.isReserved && !(stream.isWord('instance') && stream.peek().text === 'of')) {
    name += ` ${stream.advance().text}`;
  }
  return name;
}

function parseCall(stream: TokenStream, callee: Node, from: number): Node {
  stream.advance();
  const named: { name: string; value: Node }[] = [];
  const args: Node[] = [];
  while (!stream.takeSymbol(')')) {
    if (args.length + named.length > 0) stream.expectSymbol(',', "or ')' after the argument");
    const name = stream.takeIntroduced(':');
    if (name === undefined) {
      if (named.length > 0) stream.fail('a name and a colon, as for the other arguments');
      args.push(parseTest(stream));
    } else {
      if (args.length > 0) stream.fail('an argument without name, as the other arguments');
      stream.expectSymbol(':', "after the parameter's name");
      named.push({ name, value: parseTest(stream) });
    }
  }
  const span = stream.spanFrom(from);
  return named.length > 0 ? { kind: 'named call', callee, args: named, ...span } : { kind: 'call', callee, args, ...span };
}
