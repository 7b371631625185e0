/**
 * Variables live in scopes: the case (0), sub-processes, activities. Reading takes the nearest scope
 * upward; writing a result walks up to the scope that already has the name, else to the case.
 */
import type { FeelScope } from '../feel/engine.ts';
import { normalize } from '../json/normalize.ts';
import type { Draft } from './draft.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { memberOf, setMember } from '../json/named-members.ts';
import type { CaseState, Variable } from './state.ts';

const own = (state: CaseState, scope: Ordinal, name: string): Variable | undefined => memberOf(state.variables[scope], name);

const parentOf = (state: CaseState, scope: Ordinal): Ordinal | undefined =>
  scope === 0 ? undefined : (state.elements[scope]?.scope ?? 0);

/** The value visible from a scope; `undefined` when no scope upward has the name. */
export const readVariable = (state: CaseState, from: Ordinal, name: string): Json | undefined => {
  for (let scope: Ordinal | undefined = from; scope !== undefined; scope = parentOf(state, scope)) {
    const variable = own(state, scope, name);
    if (variable !== undefined) return variable.value;
  }
  return undefined;
};

/** What an expression sees from a scope; `extra` names win over variables. */
export const feelScope = (state: CaseState, from: Ordinal, extra?: JsonObject): FeelScope => ({
  get: (name) =>
    extra !== undefined && Object.hasOwn(extra, name) ? extra[name] : readVariable(state, from, name),
});

/** All variables visible from a scope; inner ones hide outer ones. */
export const visibleVariables = (state: CaseState, from: Ordinal): JsonObject => {
  const visible: { [name: string]: Json } = {};
  for (let scope: Ordinal | undefined = from; scope !== undefined; scope = parentOf(state, scope)) {
    for (const [name, variable] of Object.entries(state.variables[scope] ?? {}))
      if (!Object.hasOwn(visible, name)) setMember(visible, name, variable.value);
  }
  return visible;
};

/** Creates or changes the variable in exactly this scope. */
export const setLocal = (draft: Draft, scope: Ordinal, name: string, value: Json): void => {
  const ordinal = own(draft.state, scope, name)?.ordinal ?? draft.nextOrdinal();
  draft.emit({ type: 'VariableSet', ordinal, scope, name, value: normalize(value) });
};

/** Writes upward from a scope: where the name exists, else in the case. */
const propagate = (draft: Draft, from: Ordinal, name: string, value: Json): void => {
  let target: Ordinal = 0;
  for (let scope: Ordinal | undefined = from; scope !== undefined; scope = parentOf(draft.state, scope)) {
    if (own(draft.state, scope, name) === undefined) continue;
    target = scope;
    break;
  }
  setLocal(draft, target, name, value);
};

export const propagateAll = (draft: Draft, from: Ordinal, variables: JsonObject): void => {
  for (const [name, value] of Object.entries(variables)) propagate(draft, from, name, value);
};

export const setAllLocal = (draft: Draft, scope: Ordinal, variables: JsonObject): void => {
  for (const [name, value] of Object.entries(variables)) setLocal(draft, scope, name, value);
};
