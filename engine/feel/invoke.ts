/** Calling function values: which signature fits, and the conversions of its arguments (DMN 1.5 §10.3.2.13). */
import { coerce } from './instance-of.ts';
import type { Run } from './run.ts';
import { briefText } from './text.ts';
import { typeText } from './type-text.ts';
import { FeelFunction, type FeelList, type FeelValue, type Parameter, type Signature } from './value.ts';

type Bound = { readonly args: readonly FeelValue[] } | { readonly problem: string };

function bind(parameter: Parameter, given: FeelValue | undefined, run: Run): FeelValue | { problem: string } {
  if (given === undefined) return null;
  const value = parameter.convert ? parameter.convert(given) : parameter.type ? coerce(given, parameter.type, run.types) : given;
  if (value !== undefined) return value;
  const expected = parameter.label ?? (parameter.type ? typeText(parameter.type) : 'a value');
  return { problem: `expected ${expected} but found '${briefText(given)}'` };
}

function isProblem(value: FeelValue | { problem: string }): value is { problem: string } {
  return typeof value === 'object' && value !== null && 'problem' in value;
}

function bindAll(signature: Signature, given: readonly (FeelValue | undefined)[], run: Run): Bound {
  const args: FeelValue[] = [];
  for (const [index, parameter] of signature.parameters.entries()) {
    const value = bind(parameter, given[index], run);
    if (isProblem(value)) return value;
    args.push(value);
  }
  return { args };
}

/** The arguments in the order of the parameters; undefined when their number does not fit. */
function byPosition(signature: Signature, args: FeelList): readonly (FeelValue | undefined)[] | undefined {
  const { parameters, variadic } = signature;
  if (variadic) {
    const fixed = parameters.length - 1;
    if (args.length < parameters.length) return undefined;
    return [...args.slice(0, fixed), args.slice(fixed)];
  }
  const required = parameters.filter((parameter) => !parameter.optional).length;
  return args.length >= required && args.length <= parameters.length ? args : undefined;
}

function byName(
  signature: Signature,
  args: ReadonlyMap<string, FeelValue>,
): readonly (FeelValue | undefined)[] | undefined {
  const { parameters } = signature;
  const names = new Set(parameters.map((parameter) => parameter.name));
  if (![...args.keys()].every((name) => names.has(name))) return undefined;
  if (!parameters.every((parameter) => parameter.optional || args.has(parameter.name))) return undefined;
  return parameters.map((parameter) => args.get(parameter.name));
}

/** The sentence for a name, or a name with other parameters, that is not there. */
export function noFunction(name: string, given: string): string {
  return `No function found with name '${name}' and ${given}`;
}

export function byCount(count: number): string {
  return `${count} parameters`;
}

export function byNames(names: readonly string[]): string {
  return `parameters: ${names.join(', ')}`;
}

/** Calls the first signature that fits; gives null with a warning when none does. */
function callFitting(
  callee: FeelFunction,
  arrange: (signature: Signature) => readonly (FeelValue | undefined)[] | undefined,
  given: string,
  run: Run,
): FeelValue {
  run.budget.spend(1);
  let problem: string | undefined;
  for (const signature of callee.signatures) {
    const arranged = arrange(signature);
    if (arranged === undefined) continue;
    const bound = bindAll(signature, arranged, run);
    if ('args' in bound) return resultOf(callee, signature, signature.call(bound.args, run), run);
    problem = bound.problem;
  }
  if (problem === undefined) return run.warn('NO_FUNCTION_FOUND', noFunction(callee.name, given));
  return run.warn('FUNCTION_INVOCATION_FAILURE', `Failed to invoke function '${callee.name}': ${problem}`);
}

function resultOf(callee: FeelFunction, signature: Signature, value: FeelValue, run: Run): FeelValue {
  if (!signature.result) return value;
  const converted = coerce(value, signature.result, run.types);
  if (converted !== undefined) return converted;
  const expected = typeText(signature.result);
  return run.warn(
    'FUNCTION_INVOCATION_FAILURE',
    `Failed to invoke function '${callee.name}': expected a result of type ${expected} but got '${briefText(value)}'`,
  );
}

/** Calls by position. */
export function invoke(callee: FeelFunction, args: FeelList, run: Run): FeelValue {
  return callFitting(callee, (signature) => byPosition(signature, args), byCount(args.length), run);
}

/**
 * The signatures whose parameters stand in the order of the names first: `before(point, range)` and
 * `before(range, point)` of DMN 1.5 table 79 differ in nothing else.
 */
function inOrderFirst(callee: FeelFunction, names: readonly string[]): FeelFunction {
  const [inOrder, others] = [true, false].map((wanted) =>
    callee.signatures.filter(({ parameters }) => names.every((name, index) => parameters[index]?.name === name) === wanted));
  return new FeelFunction(callee.name, [...(inOrder ?? []), ...(others ?? [])]);
}

/** Calls by parameter names. */
export function invokeNamed(given: FeelFunction, args: ReadonlyMap<string, FeelValue>, run: Run): FeelValue {
  const callee = given.signatures.length > 1 ? inOrderFirst(given, [...args.keys()]) : given;
  return callFitting(callee, (signature) => byName(signature, args), byNames([...args.keys()]), run);
}
