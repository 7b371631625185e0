/** From text to syntax tree. */
import type { FeelKind } from './engine.ts';
import { SyntaxProblem } from './lexer.ts';
import type { NameTable } from './names.ts';
import { parseExpression, parseTest, parseTests } from './parse-expression.ts';
import { heightOf, type Node } from './syntax.ts';
import { TokenStream } from './token-stream.ts';

const MAX_SOURCE = 200_000;
/** Chains such as `1 + 1 + …` are nested to the left; evaluation needs a stack frame or two per level. */
const MAX_HEIGHT = 1_000;

/** Throws `SyntaxProblem`. `tables` hold the names with spaces that may occur. */
export function parse(text: string, kind: FeelKind, tables: readonly NameTable[]): Node {
  if (text.length > MAX_SOURCE) {
    throw new SyntaxProblem(`Expected at most ${MAX_SOURCE} characters, but got ${text.length}.`, 0, text.length);
  }
  const stream = new TokenStream(text, tables);
  const node = kind === 'expression' ? parseExpression(stream) : parseUnaryTests(stream);
  if (stream.token.kind === 'name') {
    stream.fail('an operator or the end (a name that contains spaces must be declared or written in backticks)');
  }
  if (!stream.isEnd) stream.fail('an operator or the end');
  if (heightOf(node) > MAX_HEIGHT) {
    throw new SyntaxProblem(`Expected at most ${MAX_HEIGHT} operators in a row, but there are more.`, 0, text.length);
  }
  return node;
}

/** `-` and an empty cell accept everything; `not(…)` around all tests negates them. */
function parseUnaryTests(stream: TokenStream): Node {
  const start = stream.token.from;
  const testsOf = (tests: readonly Node[], negated: boolean): Node => ({ kind: 'tests', tests, negated, ...stream.spanFrom(start) });
  if (stream.isEnd) return testsOf([], false);
  if (stream.isSymbol('-') && stream.peek().kind === 'end') {
    stream.advance();
    return testsOf([], false);
  }
  if (stream.isWord('not') && stream.peek().text === '(') {
    stream.advance();
    const tests = parseTests(stream);
    if (stream.isEnd) return testsOf(tests, true);
    stream.seek(start);
  }
  const tests = [parseTest(stream)];
  while (stream.takeSymbol(',')) tests.push(parseTest(stream));
  return testsOf(tests, false);
}
