/**
 * Variables live in scopes: the case (0), sub-processes, activities. Reading takes the nearest scope
 * upward; writing a result walks up to the scope that already has the name, else to the case.
 */
import type { FeelScope } from '../feel/engine.ts';
import { normalize } from '../json/normalize.ts';
import type { Draft } from './draft.ts';
import type { Json, JsonObject } from '../json/json.ts';
import type { Ordinal } from '../stream/key.ts';
import { setMember } from '../json/named-members.ts';
import { NO_SCOPE, type CaseState } from './state.ts';

/** The scope around a scope; `undefined` around the case. */
const around = (state: CaseState, scope: Ordinal): Ordinal | undefined => {
  const parent = scope === 0 ? NO_SCOPE : (state.elements.get(scope)?.scope ?? 0);
  return parent === NO_SCOPE ? undefined : parent;
};

/** The value visible from a scope; `undefined` when no scope upward has the name. */
export const readVariable = (state: CaseState, from: Ordinal, name: string): Json | undefined => {
  for (let scope: Ordinal | undefined = from; scope !== undefined; scope = around(state, scope)) {
    const variable = state.variables.get(scope, name);
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
  for (let scope: Ordinal | undefined = from; scope !== undefined; scope = around(state, scope)) {
    for (const [name, variable] of state.variables.in(scope))
      if (!Object.hasOwn(visible, name)) setMember(visible, name, variable.value);
  }
  return visible;
};

/** Those of exactly this scope. */
export const ownVariables = (state: CaseState, scope: Ordinal): JsonObject => {
  const own: { [name: string]: Json } = {};
  for (const [name, { value }] of state.variables.in(scope)) setMember(own, name, value);
  return own;
};

/** Creates or changes the variable in exactly this scope. */
export const setLocal = (draft: Draft, scope: Ordinal, name: string, value: Json): void => {
  const ordinal = draft.state.variables.get(scope, name)?.ordinal ?? draft.peekOrdinal();
  const normalized = normalize(value);
  draft.effort.wrote(normalized);
  draft.emit({ type: 'VariableSet', ordinal, scope, name, value: normalized });
};

/** Writes upward from a scope: where the name exists, else in the case. */
const propagate = (draft: Draft, from: Ordinal, name: string, value: Json): void => {
  let target: Ordinal = 0;
  for (let scope: Ordinal | undefined = from; scope !== undefined; scope = around(draft.state, scope)) {
    if (draft.state.variables.get(scope, name) === undefined) continue;
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
