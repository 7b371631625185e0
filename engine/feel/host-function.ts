/** Functions of the one who runs, as FEEL calls them. */
import type { HostFunction } from './engine.ts';
import { fromJson, toJson } from './json.ts';
import type { Run } from './run.ts';
import { FeelFunction, isList, type FeelList, type FeelValue, type Parameter, type Signature } from './value.ts';

const known = new WeakMap<HostFunction, FeelFunction>();

const REST: Parameter = { name: 'arguments', convert: (value) => (isList(value) ? value : [value]) };

function signaturesOf(host: HostFunction): readonly Signature[] {
  const call = (args: FeelList, run: Run): FeelValue => {
    const given = args.map((argument) => toJson(argument, run.budget, () => run.warnOfCall('FUNCTION_AS_VALUE')));
    return fromJson(run.budget.ofHost(() => host.call(given)));
  };
  if (host.parameters !== undefined) return [{ parameters: host.parameters.map((name) => ({ name })), call }];
  return [{ parameters: [], call }, { parameters: [REST], variadic: true, call: ([rest = null], run) => call(isList(rest) ? rest : [], run) }];
}

export function hostFunction(name: string, run: Run): FeelFunction | undefined {
  const { functions } = run;
  const host = functions === undefined ? undefined : run.budget.ofHost(() => functions.get(name));
  if (host === undefined) return undefined;
  const made = known.get(host) ?? new FeelFunction(name, signaturesOf(host));
  known.set(host, made);
  return made;
}
