/** Function calls and function values. */
import { builtin } from './builtin/index.ts';
import type { Code, Compile, Kind } from './code.ts';
import { LocalEnvironment, type Environment } from './environment.ts';
import { byCount, byNames, invoke, invokeNamed, noFunction } from './invoke.ts';
import { heightOf, sizeOf, type Node } from './syntax.ts';
import { briefText } from './text.ts';
import { FeelFunction, type Parameter } from './value.ts';

/** The function that is called: a variable's when it is a function, else the built-in of that name. */
function compileCallee(node: Node, given: string, compile: Compile): (environment: Environment) => FeelFunction | null {
  if (node.kind === 'name') {
    const { name } = node;
    const known = builtin(name);
    return (environment) => {
      const value = environment.lookup(name);
      if (value instanceof FeelFunction) return value;
      return known ?? environment.run.warn('NO_FUNCTION_FOUND', noFunction(name, given));
    };
  }
  const code = compile(node);
  return (environment) => {
    const value = code(environment);
    if (value instanceof FeelFunction) return value;
    return environment.run.warn('NO_FUNCTION_FOUND', `Expected a function to call, but found '${briefText(value)}'.`);
  };
}

export function compileCall(node: Kind<'call'>, compile: Compile): Code {
  const callee = compileCallee(node.callee, byCount(node.args.length), compile);
  const args = node.args.map(compile);
  return (environment) => {
    const called = callee(environment);
    if (called === null) return null;
    return invoke(called, args.map((argument) => argument(environment)), environment.run);
  };
}

export function compileNamedCall(node: Kind<'named call'>, compile: Compile): Code {
  const callee = compileCallee(node.callee, byNames(node.args.map((argument) => argument.name)), compile);
  const args = node.args.map(({ name, value }) => [name, compile(value)] as const);
  return (environment) => {
    const called = callee(environment);
    if (called === null) return null;
    const values = new Map(args.map(([name, value]) => [name, value(environment)]));
    return invokeNamed(called, values, environment.run);
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
  return (environment) =>
    new FeelFunction('', [
      {
        parameters,
        call: (args, run) => {
          run.budget.spend(cost);
          run.budget.enter(levels);
          const value = body(new LocalEnvironment(run, environment, names, args));
          run.budget.leave(levels);
          return value;
        },
      },
    ]);
}

export function compileExternal(node: Kind<'external'>): Code {
  const parameters = parametersOf(node);
  const signature = {
    parameters,
    call: (_args: unknown, run: Environment['run']) =>
      run.warn('NO_FUNCTION_FOUND', 'Expected a FEEL function, but external functions cannot be called here.'),
  };
  return () => new FeelFunction('', [signature]);
}
