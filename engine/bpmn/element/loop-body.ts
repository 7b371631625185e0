/** The body of a loop: a scope in which the activity is done for each item (multi-instance), or while a condition holds. */
import { setLocal } from '../../case/variable.ts';
import type { Loop } from '../../case/loops.ts';
import type { Json, JsonObject } from '../../json/json.ts';
import type { Ordinal } from '../../stream/key.ts';
import { evaluateTyped } from '../../work/attribute.ts';
import { evaluate } from '../../work/expression.ts';
import { isFailure, type Failure, type Typed } from '../../work/failure.ts';
import { truth, type ValueType } from '../../work/value-type.ts';
import { raiseIncident } from '../../case/incident.ts';
import { prepareCatches } from '../behavior/catching.ts';
import type { ElementType } from '../compile/compiler.ts';
import { activate, complete, completeScopeIfDone, endContent, enter } from '../lifecycle.ts';
import type { FlowNode, LoopDefinition, MultiInstanceDefinition, StandardLoopDefinition } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import type { Completing, ElementBehavior } from './behavior.ts';

const list: ValueType<readonly Json[]> = {
  name: 'a list',
  read: (value) => (Array.isArray(value) ? (value as readonly Json[]) : undefined),
};

const definitionOf = ({ id, loop }: FlowNode): LoopDefinition => {
  if (loop === undefined) throw new Error(`Expected '${id}' to be the body of a loop, but it is not`);
  return loop;
};

const loopOf = (game: TokenGame, body: Ordinal): Loop => {
  const loop = game.state.loops.get(body);
  if (loop === undefined) throw new Error(`Expected element instance ${body} to be the body of a loop that has begun, but it is not`);
  return loop;
};

const itemsOf = (game: TokenGame, body: Ordinal, node: FlowNode, { inputCollection }: MultiInstanceDefinition): Typed<readonly Json[]> =>
  evaluateTyped(game.ctx, game.site(node, body), inputCollection, { what: `the input collection of '${node.id}'`, type: list });

/** What the completion condition may ask. */
const countersOf = ({ size, created, completed, terminated }: Loop, leaving: number): JsonObject => ({
  numberOfInstances: size,
  numberOfActiveInstances: created - completed - terminated - leaving,
  numberOfCompletedInstances: completed + leaving,
  numberOfTerminatedInstances: terminated,
});

/** One more instance, with its own counter and item. */
const begin = (game: TokenGame, body: Ordinal, node: FlowNode, loop: Loop): void => {
  const definition = definitionOf(node);
  const inner = game.graph.node(node.id);
  const number = loop.created + 1;
  const instance = activate(game, inner, body, { loop: number });
  setLocal(game.draft, instance, 'loopCounter', number);
  if (definition.type === 'multiInstance') {
    const { inputElement, outputElement } = definition;
    if (inputElement !== null) setLocal(game.draft, instance, inputElement, loop.items?.[number - 1] ?? null);
    // So that a result of that name stays inside, where it is collected from.
    if (outputElement?.kind === 'feel' && /^[\p{L}_][\p{L}\p{N}_]*$/u.test(outputElement.text.trim()) && outputElement.text.trim() !== inputElement)
      setLocal(game.draft, instance, outputElement.text.trim(), null);
  }
  enter(game, instance, inner);
};

/** Whether one more is to be done. */
const goesOn = (game: TokenGame, body: Ordinal, node: FlowNode, { testBefore, condition, maximum }: StandardLoopDefinition): boolean | Failure => {
  const { created } = loopOf(game, body);
  if (maximum !== null && created >= maximum) return false;
  if (condition === null || (!testBefore && created === 0)) return true;
  const asked = evaluateTyped(game.ctx, game.site(node, body, { loopCounter: created }), condition, { what: `the loop condition of '${node.id}'`, type: truth });
  return isFailure(asked) ? asked : asked.value;
};

const advanceStandard = (game: TokenGame, body: Ordinal, node: FlowNode, definition: StandardLoopDefinition): void => {
  if (game.state.elements.count(body) > 0) return;
  const next = goesOn(game, body, node, definition);
  if (next === true) begin(game, body, node, loopOf(game, body));
  else if (next === false) complete(game, body, node);
  else raiseIncident(game.draft, body, { ...next, phase: 'activate' });
};

const advanceMultiInstance = (game: TokenGame, body: Ordinal, node: FlowNode, { sequential }: MultiInstanceDefinition): void => {
  const { elements, loops } = game.state;
  for (;;) {
    const loop = loops.get(body);
    // An instance may have ended the whole loop, or what is around it.
    if (loop === undefined || !elements.has(body)) return;
    if (loop.created >= loop.size) return loop.completed + loop.terminated >= loop.size ? completeScopeIfDone(game, body) : undefined;
    if (sequential && elements.count(body) > 0) return;
    if (!game.mayActivate) return game.advanceLater(body);
    begin(game, body, node, loop);
    if (sequential) return game.advanceLater(body);
  }
};

const isFulfilled = (game: TokenGame, node: FlowNode, { instance, written }: Completing, loop: Loop): boolean | Failure => {
  const { loop: definition } = node;
  const condition = definition?.type === 'multiInstance' ? definition.completionCondition : null;
  if (condition === null) return false;
  const site = game.site(node, instance, { ...written, ...countersOf(loop, 1) });
  const fulfilled = evaluateTyped(game.ctx, site, condition, { what: `the completion condition of '${node.id}'`, type: truth });
  return isFailure(fulfilled) ? fulfilled : fulfilled.value;
};

/** What the instance gives to the collection; it sees what its output mappings are about to write. */
const outputOf = (game: TokenGame, { instance, node, written }: Completing, { outputElement }: MultiInstanceDefinition): Typed<Json | undefined> => {
  if (outputElement === null) return { value: undefined };
  const what = `the output element of '${node.id}'`;
  const result = evaluate(game.ctx, outputElement, game.site(node, instance, written).scope, { element: node.id, attribute: what });
  return result.ok ? { value: result.value } : { errorType: 'extractValue', message: result.message };
};

const contentCompletes = (game: TokenGame, body: Ordinal, node: FlowNode, child: Completing): Failure | (() => void) => {
  const definition = definitionOf(node);
  if (definition.type === 'standard') return () => game.advanceLater(body);
  const loop = loopOf(game, body);
  const number = game.state.elements.get(child.instance)?.loop;
  const output = outputOf(game, child, definition);
  if (isFailure(output)) return output;
  const isDone = isFulfilled(game, node, child, loop);
  if (typeof isDone === 'object') return isDone;
  return () => {
    if (output.value !== undefined && number !== undefined) game.draft.emit({ type: 'LoopOutputCollected', ordinal: body, loop: number, value: output.value });
    if (isDone) endLoop(game, body);
    else game.advanceLater(body);
  };
};

/** The rest is not needed any more. */
const endLoop = (game: TokenGame, body: Ordinal): void => {
  endContent(game, body);
  completeScopeIfDone(game, body);
};

const looping: ElementBehavior = {
  /** Run again after an incident it goes on with what has begun. */
  onActivate: (game, body, node) => {
    const definition = definitionOf(node);
    if (game.state.loops.get(body) === undefined) {
      const items = definition.type === 'multiInstance' ? itemsOf(game, body, node, definition) : undefined;
      if (items !== undefined && isFailure(items)) return items;
      const arm = prepareCatches(game, body, node);
      if (isFailure(arm)) return arm;
      arm();
      game.draft.emit(items === undefined ? { type: 'LoopStarted', ordinal: body, size: -1 } : { type: 'LoopStarted', ordinal: body, size: items.value.length, items: items.value });
    }
    game.advanceLater(body);
    return undefined;
  },

  onAdvance: (game, body, node) => {
    const definition = definitionOf(node);
    if (definition.type === 'standard') advanceStandard(game, body, node, definition);
    else advanceMultiInstance(game, body, node, definition);
  },

  contentCompletes,

  /** The collection, in the order of the items; what has not come is null. */
  result: (game, body, node) => {
    const definition = definitionOf(node);
    if (definition.type === 'standard' || definition.outputCollection === null) return {};
    const { size, outputs } = loopOf(game, body);
    return { [definition.outputCollection]: Array.from({ length: size }, (_unused, at) => outputs[at] ?? null) };
  },
};

export const loopBody: ElementType = { kind: 'multiInstanceBody', compile: () => ({}), behavior: () => looping };
