/** Function calls and function values. */
import { builtin } from './builtin/index.ts';
import { spanOf, type Code, type Compile, type Kind } from './code.ts';
import { LocalEnvironment, type Environment } from './environment.ts';
import { hostFunction } from './host-function.ts';
import { invoke, invokeNamed } from './invoke.ts';
import type { Run } from './run.ts';
import { heightOf, sizeOf, type Node } from './syntax.ts';
import { FeelFunction, type FeelValue, type Parameter } from './value.ts';
import type { Span } from './warning.ts';

type CalleeOf = (environment: Environment) => FeelFunction | null;

/** The function that is called: a variable's when it is a function, else the built-in one, else the host's of that name. */
function compileCallee(node: Node, compile: Compile): CalleeOf {
  const at = spanOf(node);
  if (node.kind === 'name') {
    const { name } = node;
    const known = builtin(name);
    return (environment) => {
      const value = environment.lookup(name);
      if (value instanceof FeelFunction) return value;
      return known ?? hostFunction(name, environment.run) ?? environment.run.warn('UNKNOWN_FUNCTION', at, name);
    };
  }
  const code = compile(node);
  return (environment) => {
    const value = code(environment);
    return value instanceof FeelFunction ? value : environment.run.warn('NOT_A_FUNCTION', at);
  };
}

/** A built-in function as a value: `sort(list, before)`, `abs instance of function<number> -> number`. */
export function compileFunctionName(node: Node): Code | undefined {
  const known = node.kind === 'name' ? builtin(node.name) : undefined;
  if (known === undefined) return undefined;
  return (environment) => environment.lookup(known.name) ?? known;
}

const takesFunction = ({ takesFunctions, type }: Parameter): boolean => takesFunctions === true || type?.kind === 'function';

/** The argument, which may be a built-in function only where the callee has a parameter for one. */
type Argument = (environment: Environment, isParameter: (parameter: Parameter, index: number) => boolean, callee: FeelFunction) => FeelValue;

function compileArgument(node: Node, compile: Compile): Argument {
  const value = compile(node);
  const asFunction = compileFunctionName(node);
  if (asFunction === undefined) return (environment) => value(environment);
  return (environment, isParameter, callee) => {
    const wanted = callee.signatures.some(({ parameters }) =>
      parameters.some((parameter, index) => isParameter(parameter, index) && takesFunction(parameter)));
    return (wanted ? asFunction : value)(environment);
  };
}

/** While the call goes on, what is wrong with it points to it. */
function during(run: Run, at: Span, call: () => FeelValue): FeelValue {
  const outer = run.at;
  run.at = at;
  const value = call();
  run.at = outer;
  return value;
}

export function compileCall(node: Kind<'call'>, compile: Compile): Code {
  const [callee, at] = [compileCallee(node.callee, compile), spanOf(node)];
  const args = node.args.map((argument) => compileArgument(argument, compile));
  return (environment) => {
    const called = callee(environment);
    if (called === null) return null;
    const { run } = environment;
    const values = args.map((argument, position) => argument(environment, (_parameter, index) => index === position, called));
    return during(run, at, () => invoke(called, values, run));
  };
}

export function compileNamedCall(node: Kind<'named call'>, compile: Compile): Code {
  const [callee, at] = [compileCallee(node.callee, compile), spanOf(node)];
  const args = node.args.map(({ name, value }) => [name, compileArgument(value, compile)] as const);
  return (environment) => {
    const called = callee(environment);
    if (called === null) return null;
    const { run } = environment;
    const values = new Map(args.map(([name, argument]) => [name, argument(environment, (parameter) => parameter.name === name, called)]));
    return during(run, at, () => invokeNamed(called, values, run));
  };
}

function parametersOf(node: Kind<'function' | 'external'>): readonly Parameter[] {
  return node.parameters.map(({ name, type }) => (type ? { name, type } : { name }));
}

/** A lambda sees the names around it as they were where it was written. */
export function compileFunction(node: Kind<'function'>, compile: Compile): Code {
  const parameters = parametersOf(node);
  const names = parameters.map((parameter) => parameter.name);
  const [body, cost, levels] = [compile(node.body), sizeOf(node.body), heightOf(node.body) + 2];
  return (environment) => {
    const evaluate = (args: readonly FeelValue[], run: Run): FeelValue => {
      run.budget.spend(cost);
      run.budget.enter(levels);
      const value = body(new LocalEnvironment(run, environment, names, args));
      run.budget.leave(levels);
      return value;
    };
    const call = (args: readonly FeelValue[], run: Run): FeelValue =>
      (run === environment.run ? evaluate(args, run) : run.elsewhere(() => evaluate(args, run)));
    return new FeelFunction('', [{ parameters, call }]);
  };
}

export function compileExternal(node: Kind<'external'>): Code {
  const parameters = parametersOf(node);
  const signature = { parameters, call: (_args: unknown, run: Run) => run.warnOfCall('EXTERNAL_FUNCTION') };
  return () => new FeelFunction('', [signature]);
}
