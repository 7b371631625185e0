/** From syntax tree to closures. Compiling once is what makes running cheap. */
import { ARITHMETIC, negate, whyNoResult } from './arithmetic.ts';
import { spanOf, type Code, type Kind } from './code.ts';
import { compileCall, compileExternal, compileFunction, compileFunctionName, compileNamedCall } from './compile-call.ts';
import {
  compileBetween,
  compileComparison,
  compileConjunction,
  compileDisjunction,
  compileIn,
} from './compile-condition.ts';
import { compileFilter } from './compile-filter.ts';
import { compileFor, compileQuantified } from './compile-iteration.ts';
import { compileTests } from './compile-tests.ts';
import { EntriesEnvironment } from './environment.ts';
import { isInstance } from './instance-of.ts';
import { compare } from './order.ts';
import { select } from './property.ts';
import type { Node } from './syntax.ts';
import { parseTemporal } from './temporal-text.ts';
import { Context, FeelRange, UnaryRange, type FeelValue } from './value.ts';

/** What a context costs more than other values, in memory above all. */
const STEPS_PER_CONTEXT = 5;

export function compileNode(node: Node): Code {
  switch (node.kind) {
    case 'literal':
      return constant(node.value);
    case 'temporal':
      return compileTemporal(node);
    case 'name':
      return compileName(node);
    case 'list':
      return compileList(node.items.map(compileNode));
    case 'context':
      return compileContext(node);
    case 'range':
    case 'steps':
      return compileRange(node);
    case 'unary': {
      const [operator, end] = [node.operator, compileNode(node.end)];
      return (environment) => new UnaryRange(operator, end(environment));
    }
    case 'path':
      return compilePath(node);
    case 'filter':
      return compileFilter(node, compileNode);
    case 'call':
      return compileCall(node, compileNode);
    case 'named call':
      return compileNamedCall(node, compileNode);
    case 'negation':
      return compileNegation(node);
    case 'arithmetic':
      return compileArithmetic(node);
    case 'function':
      return compileFunction(node, compileNode);
    case 'external':
      return compileExternal(node);
    case 'instance of': {
      const value = compileFunctionName(node.value) ?? compileNode(node.value);
      return (environment) => isInstance(value(environment), node.type, environment.run.types);
    }
    case 'if':
      return compileIf(node);
    default:
      return compileLogic(node);
  }
}

function compileLogic(node: Kind<'comparison' | 'between' | 'in' | 'and' | 'or' | 'for' | 'some' | 'every' | 'tests'>): Code {
  switch (node.kind) {
    case 'comparison':
      return compileComparison(node, compileNode);
    case 'between':
      return compileBetween(node, compileNode);
    case 'in':
      return compileIn(node, compileNode);
    case 'and':
      return compileConjunction(node.operands.map(compileNode));
    case 'or':
      return compileDisjunction(node.operands.map(compileNode));
    case 'for':
      return compileFor(node, compileNode);
    case 'some':
    case 'every':
      return compileQuantified(node, compileNode);
    case 'tests':
      return compileTests(node, compileNode);
  }
}

function constant(value: FeelValue): Code {
  return () => value;
}

function compileTemporal(node: Kind<'temporal'>): Code {
  const { text, value } = node;
  if (value !== null) return constant(value);
  const at = spanOf(node);
  return ({ run }) => parseTemporal(text, run.offsets) ?? run.warn('INVALID_LITERAL', at);
}

/** A built-in function is called by its name; a datum that is called like one and missing is null like others. */
function compileName(node: Kind<'name'>): Code {
  const { name } = node;
  const at = spanOf(node);
  return (environment) => {
    const value = environment.lookup(name);
    return value === undefined ? environment.run.warn('UNKNOWN_NAME', at, name) : value;
  };
}

function compileList(items: readonly Code[]): Code {
  return (environment) => items.map((item) => item(environment));
}

function compileContext(node: Kind<'context'>): Code {
  const { entries } = node;
  const compiled = entries.map((entry) => [entry.name, compileNode(entry.value)] as const);
  const names = new Set<string>();
  const duplicate = entries.find(({ name }) => names.size === names.add(name).size);
  if (duplicate) {
    return (environment) => environment.run.warn('REPEATED_MEMBER', spanOf(node), duplicate.name);
  }
  return (environment) => {
    environment.run.budget.spend(STEPS_PER_CONTEXT);
    const inner = new EntriesEnvironment(environment.run, environment);
    for (const [name, value] of compiled) inner.entries.set(name, value(inner));
    return new Context(inner.entries);
  };
}

function compileRange(node: Kind<'range' | 'steps'>): Code {
  const [start, end] = [compileNode(node.start), compileNode(node.end)];
  const [startIncluded, endIncluded] = node.kind === 'range' ? [node.startIncluded, node.endIncluded] : [true, true];
  const at = spanOf(node);
  return (environment) => {
    const [from, to] = [start(environment), end(environment)];
    if (from !== null && to !== null && compare(from, to) === null) {
      return environment.run.warn('INVALID_RANGE', at);
    }
    return new FeelRange(from, to, startIncluded, endIncluded);
  };
}

function compilePath({ target, name, nameSpan }: Kind<'path'>): Code {
  const code = compileNode(target);
  return (environment) => select(code(environment), { name, at: nameSpan }, environment.run);
}

function compileNegation(node: Kind<'negation'>): Code {
  const [operand, at] = [compileNode(node.operand), spanOf(node)];
  return (environment) => {
    const value = operand(environment);
    return negate(value) ?? environment.run.warn(value === null ? 'NULL_ARITHMETIC' : 'WRONG_OPERANDS', at);
  };
}

function compileArithmetic(node: Kind<'arithmetic'>): Code {
  const [left, right, calculate, at] = [compileNode(node.left), compileNode(node.right), ARITHMETIC[node.operator], spanOf(node)];
  return (environment) => {
    const a = left(environment);
    const b = right(environment);
    return calculate(a, b, environment.run) ?? environment.run.warn(whyNoResult(a, b), at);
  };
}

/** Null counts as false; any other condition makes the result null (DMN 1.5 table 67, TCK 1150). */
function compileIf(node: Kind<'if'>): Code {
  const condition = compileNode(node.condition);
  const [consequent, alternative] = [compileNode(node.consequent), compileNode(node.alternative)];
  const at = spanOf(node.condition);
  return (environment) => {
    const holds = condition(environment);
    if (holds === true) return consequent(environment);
    if (holds === false || holds === null) return alternative(environment);
    return environment.run.warn('NOT_A_CONDITION', at);
  };
}
