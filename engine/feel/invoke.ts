/** Calling function values: which signature fits, and the conversions of its arguments (DMN 1.5 §10.3.2.13). */
import { coerce } from './instance-of.ts';
import type { Run } from './run.ts';
import { FeelFunction, type FeelList, type FeelValue, type Parameter, type Signature } from './value.ts';

/** Undefined when the argument does not fit. */
function bind(parameter: Parameter, given: FeelValue | undefined, run: Run): FeelValue | undefined {
  if (given === undefined) return null;
  if (parameter.convert) return parameter.convert(given);
  return parameter.type ? coerce(given, parameter.type, run.types) : given;
}

function bindAll(signature: Signature, given: readonly (FeelValue | undefined)[], run: Run): readonly FeelValue[] | undefined {
  const args: FeelValue[] = [];
  for (const [index, parameter] of signature.parameters.entries()) {
    const value = bind(parameter, given[index], run);
    if (value === undefined) return undefined;
    args.push(value);
  }
  return args;
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

type Arrange = (signature: Signature) => readonly (FeelValue | undefined)[] | undefined;

/** Calls the first signature that fits; gives null with a warning when none does. */
function callFitting(callee: FeelFunction, arrange: Arrange, run: Run): FeelValue {
  run.budget.spend(1);
  const outer = run.callee;
  run.callee = callee.name;
  const value = firstFitting(callee, arrange, run);
  run.callee = outer;
  return value;
}

function firstFitting(callee: FeelFunction, arrange: Arrange, run: Run): FeelValue {
  let isArranged = false;
  for (const signature of callee.signatures) {
    const arranged = arrange(signature);
    if (arranged === undefined) continue;
    isArranged = true;
    const args = bindAll(signature, arranged, run);
    if (args !== undefined) return resultOf(signature, signature.call(args, run), run);
  }
  return run.warnOfCall(isArranged ? 'WRONG_ARGUMENT_TYPE' : 'WRONG_ARGUMENTS');
}

function resultOf(signature: Signature, value: FeelValue, run: Run): FeelValue {
  if (!signature.result) return value;
  const converted = coerce(value, signature.result, run.types);
  return converted === undefined ? run.warnOfCall('WRONG_RESULT_TYPE') : converted;
}

/** Calls by position. */
export function invoke(callee: FeelFunction, args: FeelList, run: Run): FeelValue {
  return callFitting(callee, (signature) => byPosition(signature, args), run);
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
  return callFitting(callee, (signature) => byName(signature, args), run);
}
