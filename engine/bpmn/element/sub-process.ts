/** Sub-processes: scopes of their own, done when nothing is left in them. */
import { isFailure } from '../../work/failure.ts';
import { enterPhase } from '../../case/phase.ts';
import { prepareCatches } from '../behavior/catching.ts';
import { goOnWithEventSubProcess } from '../behavior/event-sub-process.ts';
import type { ElementType } from '../compile/compiler.ts';
import { activate, enter } from '../lifecycle.ts';
import type { ElementBehavior } from './behavior.ts';

const embedded: ElementBehavior = {
  onActivate: (game, instance, node) => {
    const arm = prepareCatches(game, instance, node);
    if (isFailure(arm)) return arm;
    arm();
    if (node.start === null) return undefined;
    const start = game.graph.node(node.start);
    enter(game, activate(game, start, instance), start);
    return undefined;
  },
};

export const subProcess: ElementType = { kind: 'subProcess', compile: () => ({}), behavior: () => embedded };

/** What was completed in it is undone when it is cancelled. */
export const transaction: ElementType = { ...subProcess, kind: 'transaction' };

/** Begins when its start event is triggered; it was made early when what it interrupts could not be ended at once. */
const triggered: ElementBehavior = {
  onActivate: (game, instance, node) => {
    if (node.start !== null) goOnWithEventSubProcess(game, instance, game.graph.node(node.start), {});
    return undefined;
  },
  onMayGoOn: (game, instance, node) => {
    enterPhase(game.draft, instance, 'active');
    if (node.start !== null) goOnWithEventSubProcess(game, instance, game.graph.node(node.start), {});
  },
};

export const eventSubProcess: ElementType = { kind: 'eventSubProcess', compile: () => ({}), behavior: () => triggered };

/** The process itself, as the outermost scope. */
export const processElement: ElementType = { kind: 'process', compile: () => ({}), behavior: () => embedded };
