/** Call activity: a case of another definition is started, and waited for. */
import { prepareCatches } from '../behavior/catching.ts';
import { caughtFrom } from '../behavior/propagation.ts';
import type { DefinitionRef } from '../../case/command.ts';
import { keyOf } from '../../stream/key.ts';
import type { CallDefinition } from '../../work/definition.ts';
import { evaluateAttribute } from '../../work/attribute.ts';
import { isFailure } from '../../work/failure.ts';
import type { ElementType } from '../compile/compiler.ts';
import type { Binding } from '../../stream/question.ts';
import { extension } from '../source/bpmn-element.ts';
import type { ElementBehavior } from './behavior.ts';

const calling: ElementBehavior = {
  onActivate: (game, instance, node) => {
    const { ctx, draft, state } = game;
    if (node.work?.type !== 'call') throw new Error(`Expected '${node.id}' to call a process, but it does not`);
    const id = evaluateAttribute(ctx, game.site(node, instance), 'calledProcess', node.work.attributes.calledProcess);
    if (isFailure(id)) return id;
    const definition = ctx.ask({ type: 'definition', id: id.value, binding: bindingOf(state.definition, node.work.binding) }) as unknown as DefinitionRef | null;
    if (definition === null)
      return { errorType: 'calledElement', message: `Expected process with BPMN process id '${id.value}' to be deployed, but not found.` };
    const arm = prepareCatches(game, instance, node);
    if (isFailure(arm)) return arm;
    const number = ctx.ask({ type: 'caseNumber', n: game.callsMade }) as string;
    arm();
    game.callsMade += 1;
    const root = state.caller?.root ?? String(ctx.stream);
    const caught = caughtFrom(game, instance);
    draft.emit({
      type: 'CaseCalled', ordinal: draft.peekOrdinal(), instance, element: node.id, case: String(keyOf(BigInt(number), 0)), definition, root,
      ...(Object.keys(caught).length === 0 ? {} : { caught }), all: node.work.allInputs,
    });
    return undefined;
  },
};

/** `deployment` is that of the calling definition. */
const bindingOf = (calling: DefinitionRef | null, binding: CallDefinition['binding']): Binding =>
  binding.type === 'deployment' ? { type: 'deployment', key: calling?.key ?? '' } : binding;

export const callActivity: ElementType = {
  kind: 'callActivity',
  compile: (element, compiler) => {
    const called = extension(element, 'CalledElement');
    const calledProcess = compiler.required(element, 'the id of a process that it calls (zeebe:calledElement)', called?.processId ?? element.calledElement);
    const { bindingType = 'latest', versionTag } = called ?? {};
    const binding = bindingType === 'versionTag' ? ({ type: 'versionTag', tag: versionTag ?? '' } as const) : bindingType === 'deployment' ? ({ type: 'deployment' } as const) : ({ type: 'latest' } as const);
    return {
      work: {
        type: 'call', attributes: { calledProcess }, binding,
        allInputs: String(called?.propagateAllParentVariables ?? 'true') !== 'false',
        allOutputs: String(called?.propagateAllChildVariables ?? 'true') !== 'false',
      },
    };
  },
  behavior: () => calling,
};

