/** Comparisons, `between`, `in`, and the three-valued `and` and `or` (DMN 1.5 tables 50, 53, 54). */
import { spanOf, type Code, type Compile, type Kind } from './code.ts';
import type { Environment } from './environment.ts';
import { equals } from './equality.ts';
import { compare } from './order.ts';
import { both, satisfies } from './range.ts';
import type { Run } from './run.ts';
import type { ComparisonOperator, Node } from './syntax.ts';
import { FeelRange, isList, type FeelValue } from './value.ts';
import type { Span } from './warning.ts';

function orderHolds(operator: ComparisonOperator, order: number): boolean {
  switch (operator) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '>=':
      return order >= 0;
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
  }
}

/** Null when the two cannot be compared. */
function holds(operator: ComparisonOperator, a: FeelValue, b: FeelValue, run: Run): boolean | null {
  if (typeof a === 'number' && typeof b === 'number') return orderHolds(operator, a - b);
  if (typeof a === 'string') run.budget.spend(a.length >> 10);
  if (operator === '=' || operator === '!=') {
    const equal = equals(a, b, run.budget);
    return equal === null || operator === '=' ? equal : !equal;
  }
  const order = compare(a, b);
  return order === null ? null : orderHolds(operator, order);
}

/** Says why two values cannot be compared. */
function incomparable(a: FeelValue, b: FeelValue, run: Run, at: Span): null {
  return run.warn(a === null || b === null ? 'NULL_COMPARISON' : 'DIFFERENT_TYPES', at);
}

export function compileComparison(node: Kind<'comparison'>, compile: Compile): Code {
  const [left, right, operator, at] = [compile(node.left), compile(node.right), node.operator, spanOf(node)];
  return (environment) => {
    const a = left(environment);
    const b = right(environment);
    return holds(operator, a, b, environment.run) ?? incomparable(a, b, environment.run, at);
  };
}

export function compileBetween(node: Kind<'between'>, compile: Compile): Code {
  const [value, low, high, at] = [compile(node.value), compile(node.low), compile(node.high), spanOf(node)];
  return (environment) => {
    const { run } = environment;
    const tested = value(environment);
    const [from, to] = [low(environment), high(environment)];
    const isAbove = holds('>=', tested, from, run) ?? incomparable(tested, from, run, at);
    return both(isAbove, holds('<=', tested, to, run) ?? incomparable(tested, to, run, at));
  };
}

export type Test = (environment: Environment, value: FeelValue) => boolean | null;

/** A test with an operator, such as `< 5`. */
export function compileUnaryTest(node: Kind<'unary'>, compile: Compile): Test {
  const [operator, end, at] = [node.operator, compile(node.end), spanOf(node)];
  return (environment, value) => {
    const limit = end(environment);
    return holds(operator, value, limit, environment.run) ?? incomparable(value, limit, environment.run, at);
  };
}

/**
 * One operand of `in`: a value to equal, a range to lie in, or a list of these (DMN 1.5 table 55). Among tests in
 * parentheses null is a value like others; alone it is no test, and nothing is known.
 */
function compileInTest(node: Node, grouped: boolean, compile: Compile): Test {
  if (node.kind === 'unary') return compileUnaryTest(node, compile);
  const code = compile(node);
  return (environment, value) => {
    const { run } = environment;
    const test = code(environment);
    if (isList(test)) return test.some((item) => passes(value, item, run));
    if (test === null) return grouped ? value === null : null;
    return satisfies(value, test, run.budget) ?? (test instanceof FeelRange ? null : false);
  };
}

/** An item of a list that is a list again is compared as a whole. */
function passes(value: FeelValue, item: FeelValue, run: Run): boolean {
  run.budget.spend(1);
  return (isList(item) ? equals(value, item, run.budget) : satisfies(value, item, run.budget)) === true;
}

/** Several tests are alternatives: true when one passes, else false. */
export function compileIn(node: Kind<'in'>, compile: Compile): Code {
  const value = compile(node.value);
  const tests = node.tests.map((test) => compileInTest(test, node.grouped, compile));
  const [only] = tests;
  if (only && tests.length === 1) return (environment) => only(environment, value(environment));
  return (environment) => {
    const tested = value(environment);
    return tests.some((test) => test(environment, tested) === true);
  };
}

/** False as soon as an operand is; otherwise true only when all are. */
export function compileConjunction(operands: readonly Code[]): Code {
  return (environment) => {
    let result: boolean | null = true;
    for (const operand of operands) {
      const value = operand(environment);
      if (value === false) return false;
      if (value !== true) result = null;
    }
    return result;
  };
}

/** True as soon as an operand is; otherwise false only when all are. */
export function compileDisjunction(operands: readonly Code[]): Code {
  return (environment) => {
    let result: boolean | null = false;
    for (const operand of operands) {
      const value = operand(environment);
      if (value === true) return true;
      if (value !== false) result = null;
    }
    return result;
  };
}
