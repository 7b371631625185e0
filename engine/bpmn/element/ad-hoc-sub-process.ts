/** Ad-hoc sub-process: the chosen ones of its elements begin, and it is done when all are, or when its condition says so. */
import { evaluateTyped } from '../../work/attribute.ts';
import { isFailure, type Failure } from '../../work/failure.ts';
import { names, truth } from '../../work/value-type.ts';
import { prepareCatches } from '../behavior/catching.ts';
import type { ElementType } from '../compile/compiler.ts';
import { activate, completeScopeIfDone, endContent, enter } from '../lifecycle.ts';
import type { FlowNode } from '../model.ts';
import type { TokenGame } from '../token-game.ts';
import { extension } from '../source/bpmn-element.ts';
import type { ElementBehavior } from './behavior.ts';

/** Elements that no flow leads to begin by themselves when none are chosen. */
const unchosen = (game: TokenGame, { id }: FlowNode): readonly FlowNode[] =>
  game.graph.model.nodes.filter(
    ({ parent, incoming, kind, id: element }) => parent === id && incoming.length === 0 && kind !== 'boundaryEvent' && kind !== 'eventSubProcess' && !game.graph.isHandler(element) && game.graph.entry(element).kind === kind,
  );

const chosen = (game: TokenGame, instance: number, node: FlowNode): readonly FlowNode[] | Failure => {
  const active = node.adHoc?.activeElements;
  if (active === null || active === undefined) return unchosen(game, node);
  const ids = evaluateTyped(game.ctx, game.site(node, instance), active, { what: `the active elements of '${node.id}'`, type: names });
  if (isFailure(ids)) return ids;
  const unknown = ids.value.filter((id) => game.graph.find(id)?.parent !== node.id);
  if (unknown.length > 0)
    return { errorType: 'extractValue', message: `Expected the active elements of '${node.id}' to be in it, but these are not: ${unknown.join(', ')}` };
  return ids.value.map((id) => game.graph.entry(id));
};

const adHoc: ElementBehavior = {
  onActivate: (game, instance, node) => {
    const elements = chosen(game, instance, node);
    if ('errorType' in elements) return elements;
    const arm = prepareCatches(game, instance, node);
    if (isFailure(arm)) return arm;
    arm();
    const instances = elements.map((element) => ({ element, child: activate(game, element, instance) }));
    for (const { element, child } of instances) if (game.state.elements.has(child)) enter(game, child, element);
    return undefined;
  },

  contentCompletes: (game, scope, node, { instance, written }) => {
    const condition = node.adHoc?.completionCondition;
    if (condition === null || condition === undefined) return () => completeScopeIfDone(game, scope);
    const fulfilled = evaluateTyped(game.ctx, game.site(node, instance, written), condition, { what: `the completion condition of '${node.id}'`, type: truth });
    if (isFailure(fulfilled)) return fulfilled;
    return () => {
      if (fulfilled.value && node.adHoc?.cancelRemaining !== false) endContent(game, scope);
      if (fulfilled.value || game.state.elements.count(scope) === 0) completeScopeIfDone(game, scope);
    };
  },
};

export const adHocSubProcess: ElementType = {
  kind: 'adHocSubProcess',
  compile: (element, compiler) => {
    const extended = extension(element, 'AdHoc');
    const condition = element.completionCondition?.body;
    return {
      adHoc: {
        activeElements: extended?.activeElementsCollection === undefined ? null : compiler.feel(element, 'active elements', extended.activeElementsCollection),
        completionCondition: condition === undefined || condition.trim() === '' ? null : compiler.feel(element, 'a completion condition', condition),
        cancelRemaining: element.cancelRemainingInstances !== false,
      },
    };
  },
  behavior: () => adHoc,
};
