/**
 * Who acted, for expressions: `initiator()` and `completer("approve")`, in every expression and decision of a case. They
 * are functions and not names: no variable is a function, so none of the author's can be hidden by them or hide them.
 */
import type { HostFunction } from '../feel/engine.ts';
import type { Context } from './draft.ts';

/** What expressions may call in every case. */
export const whoActedFunctions: readonly string[] = ['initiator', 'completer'];

/** The first version of the kernel that has them; before, a call was a warning and null. */
const firstKernel = 7;

/** The functions of a decision about the case, those of the library behind them. */
export const functionsOf = ({ draft: { state }, functions, kernel }: Pick<Context, 'draft' | 'functions' | 'kernel'>): Context['functions'] => {
  if (kernel < firstKernel) return functions;
  const own: { readonly [name: string]: HostFunction } = {
    initiator: { parameters: [], call: () => state.initiator },
    completer: { parameters: ['element'], call: ([element]) => (typeof element === 'string' ? state.completers.get(element) : null) },
  };
  return { get: (name) => (Object.hasOwn(own, name) ? own[name] : functions.get(name)) };
};
