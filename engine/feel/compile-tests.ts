/** Decision-table cells: `?` is the input (DMN 1.5 §10.3.2.14.1, grammar rules 7 to 13). */
import type { Code, Compile, Kind } from './code.ts';
import { compileUnaryTest, type Test } from './compile-condition.ts';
import { equals } from './equality.ts';
import { negated, satisfies } from './range.ts';
import { mentions, type Node } from './syntax.ts';
import type { FeelValue } from './value.ts';

const INPUT = '?';
/** Expressions that say true or false about something; others name a value the input should have. */
const STATEMENTS: ReadonlySet<Node['kind']> = new Set([
  'comparison',
  'between',
  'in',
  'instance of',
  'and',
  'or',
  'some',
  'every',
]);

function truth(value: FeelValue): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

function compileTest(node: Node, compile: Compile): Test {
  if (node.kind === 'unary') return compileUnaryTest(node, compile);
  const code = compile(node);
  if (mentions(node, INPUT)) return (environment) => truth(code(environment));
  const isStatement = STATEMENTS.has(node.kind);
  const isLiteral = node.kind === 'literal';
  return (environment, input) => {
    const value = code(environment);
    if (typeof value !== 'boolean') return satisfies(input, value, environment.run.budget);
    if (isStatement || (!isLiteral && typeof input !== 'boolean')) return value;
    return equals(input, value);
  };
}

/** True when a test passes, else null when one is unknown, else false. */
export function compileTests(node: Kind<'tests'>, compile: Compile): Code {
  if (node.tests.length === 0) return () => true;
  const tests = node.tests.map((test) => compileTest(test, compile));
  const finish = node.negated ? negated : (result: boolean | null) => result;
  return (environment) => {
    const input = environment.lookup(INPUT) ?? null;
    let result: boolean | null = false;
    for (const test of tests) {
      const passes = test(environment, input);
      if (passes === true) return finish(true);
      if (passes === null) result = null;
    }
    return finish(result);
  };
}
