/** From syntax tree to closures. Compiling once is what makes running cheap. */
import { ARITHMETIC, negate } from './arithmetic.ts';
import type { Code, Kind } from './code.ts';
import { compileCall, compileExternal, compileFunction, compileNamedCall } from './compile-call.ts';
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
import { builtin } from './builtin/index.ts';
import { EntriesEnvironment } from './environment.ts';
import { isInstance } from './instance-of.ts';
import { compare } from './order.ts';
import { select } from './property.ts';
import type { Node } from './syntax.ts';
import { parseTemporal } from './temporal-text.ts';
import { briefText } from './text.ts';
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
      return compileName(node.name);
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
      return compilePath(compileNode(node.target), node.name);
    case 'filter':
      return compileFilter(node, compileNode);
    case 'call':
      return compileCall(node, compileNode);
    case 'named call':
      return compileNamedCall(node, compileNode);
    case 'negation':
      return compileNegation(compileNode(node.operand));
    case 'arithmetic':
      return compileArithmetic(node);
    case 'function':
      return compileFunction(node, compileNode);
    case 'external':
      return compileExternal(node);
    case 'instance of': {
      const value = compileNode(node.value);
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

function compileTemporal({ text, value }: Kind<'temporal'>): Code {
  if (value !== null) return constant(value);
  return ({ run }) =>
    parseTemporal(text, run.offsets) ?? run.warn('INVALID_LITERAL', `Expected a date, time or duration in @"…", but found '${text}'.`);
}

function compileName(name: string): Code {
  const known = builtin(name);
  return (environment) => {
    const value = environment.lookup(name);
    if (value !== undefined) return value;
    if (known !== undefined) return known;
    return environment.run.warn('NO_VARIABLE_FOUND', `No variable found with name '${name}'`);
  };
}

function compileList(items: readonly Code[]): Code {
  return (environment) => items.map((item) => item(environment));
}

function compileContext({ entries }: Kind<'context'>): Code {
  const compiled = entries.map((entry) => [entry.name, compileNode(entry.value)] as const);
  const names = new Set<string>();
  const duplicate = entries.find(({ name }) => names.size === names.add(name).size);
  if (duplicate) {
    return (environment) =>
      environment.run.warn('INVALID_CONTEXT', `Expected each entry once, but '${duplicate.name}' is there twice.`);
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
  return (environment) => {
    const [from, to] = [start(environment), end(environment)];
    if (from !== null && to !== null && compare(from, to) === null) {
      return environment.run.warn(
        'INVALID_TYPE',
        `Expected two ends that can be compared, but found '${briefText(from)}' and '${briefText(to)}'.`,
      );
    }
    return new FeelRange(from, to, startIncluded, endIncluded);
  };
}

function compilePath(target: Code, name: string): Code {
  return (environment) => select(target(environment), name, environment.run);
}

function compileNegation(operand: Code): Code {
  return (environment) => negate(operand(environment), environment.run);
}

function compileArithmetic(node: Kind<'arithmetic'>): Code {
  const [left, right, calculate] = [compileNode(node.left), compileNode(node.right), ARITHMETIC[node.operator]];
  return (environment) => calculate(left(environment), right(environment), environment.run);
}

/** Null counts as false; any other condition makes the result null (DMN 1.5 table 67, TCK 1150). */
function compileIf(node: Kind<'if'>): Code {
  const condition = compileNode(node.condition);
  const [consequent, alternative] = [compileNode(node.consequent), compileNode(node.alternative)];
  return (environment) => {
    const holds = condition(environment);
    if (holds === true) return consequent(environment);
    if (holds === false || holds === null) return alternative(environment);
    return environment.run.warn('INVALID_TYPE', `Expected a boolean after 'if', but found '${briefText(holds)}'.`);
  };
}
