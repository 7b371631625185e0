/** Input and output mappings: how variables get into an element and out of it. */
import type { Json, JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { memberOf, setMember } from '../../json/named-members.ts';
import { readVariable, setAllLocal } from '../../case/variable.ts';
import { evaluate, type Evaluation, type Expression } from '../../work/expression.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';

/** Creates the variables of the input mappings, local to the element. */
export const applyInputs = (game: TokenGame, instance: Ordinal, node: FlowNode): Failure | undefined => {
  if (node.inputs.length === 0) return undefined;
  const mapped = evaluateMappings(game, node, 'input', {
    scope: game.scopeOf(instance),
    own: otherThanInputs(game, instance, node),
    existing: () => undefined,
  });
  if (isFailure(mapped)) return mapped;
  setAllLocal(game.draft, instance, mapped.variables);
  return undefined;
};

/**
 * Variables that a person gave the element while it stood at an incident. What an earlier run of the
 * mappings made is left out, so that running them again gives the same: `=n + 1` to `n` adds 1 once.
 */
const otherThanInputs = ({ draft }: TokenGame, instance: Ordinal, node: FlowNode): JsonObject => {
  const targets = new Set(node.inputs.map(({ path: [name] }) => name));
  const variables = draft.state.variables.in(instance).filter(([name]) => !targets.has(name));
  return Object.fromEntries(variables.map(([name, { value }]) => [name, value]));
};

/** What the output mappings are to write, upward from the scope around the element. */
export const evaluateOutputs = (game: TokenGame, instance: Ordinal, node: FlowNode): Mapped | Failure => {
  if (node.outputs.length === 0) return nothingMapped;
  // A dotted target is a member of the variable that is written, not of the element's own, which may have its name.
  const around = game.ctx.kernel >= 3 ? game.scopeOf(instance) : instance;
  const existing = (name: string): Json | undefined => readVariable(game.draft.state, around, name);
  return evaluateMappings(game, node, 'output', { scope: instance, own: {}, existing });
};

/** What mappings read: the variables seen from the scope, hidden by its `own`; and what a dotted target is put into. */
interface Sources {
  readonly scope: Ordinal;
  readonly own: JsonObject;
  readonly existing: (name: string) => Json | undefined;
}

interface Mapped {
  readonly variables: JsonObject;
}

const nothingMapped: Mapped = { variables: {} };

/** All or nothing: no variable is set when one mapping fails. Each mapping sees the earlier ones. */
const evaluateMappings = (
  game: TokenGame,
  node: FlowNode,
  direction: 'input' | 'output',
  { scope, own, existing }: Sources,
): Mapped | Failure => {
  const variables: { [name: string]: Json } = {};
  for (const { source, path } of node[`${direction}s`]) {
    const evaluation = source === null ? nothing : evaluateSource(game, node, source, { scope, seen: { ...own, ...variables }, what: `${direction} ${path.join('.')}` });
    if (!evaluation.ok) return { errorType: 'ioMapping', message: evaluation.message };
    const [name, ...rest] = path;
    const value = rest.length === 0 ? evaluation.value : put(memberOf(variables, name) ?? existing(name), rest, evaluation.value);
    setMember(variables, name, value);
  }
  return { variables };
};

const evaluateSource = (
  game: TokenGame,
  node: FlowNode,
  source: Expression,
  { scope, seen, what }: { readonly scope: Ordinal; readonly seen: JsonObject; readonly what: string },
): Evaluation => evaluate(game.ctx, source, game.site(node, scope, seen).scope, { element: node.id, attribute: what });

/** An input without a source is null. */
const nothing = { ok: true, value: null } as const;

/** The context with the value at the path; what is no context on the way is replaced by one. */
const put = (context: Json | undefined, path: readonly string[], value: Json): Json => {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  const entries = isContext(context) ? context : {};
  return { ...entries, [key]: put(memberOf(entries, key), rest, value) };
};

const isContext = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
