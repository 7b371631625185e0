/** A process is not larger than what the engine is built for; looked at first, because the rest recurses into it. */
import { limits } from '../../stream/limits.ts';
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';
import { flowNodesOf } from './rule.ts';

export const isWithinLimits = (process: BpmnElement, report: Report): boolean => {
  let nodes = 0;
  let inclusiveFlows = 0;
  let level: readonly BpmnElement[] = [process];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limits.scopeDepth) return tooLarge(process, report, `sub-processes nested ${limits.scopeDepth} deep`);
    const content = level.flatMap(flowNodesOf);
    nodes += content.length;
    inclusiveFlows += inclusiveFlowsAmong(level);
    level = content.filter(({ flowElements }) => flowElements !== undefined);
  }
  if (nodes > limits.flowNodesPerProcess) return tooLarge(process, report, `${limits.flowNodesPerProcess} flow nodes`);
  if (inclusiveFlows > limits.inclusiveFlowsPerProcess)
    return tooLarge(process, report, `${limits.inclusiveFlowsPerProcess} flows into inclusive gateways`);
  return true;
};

const inclusiveFlowsAmong = (containers: readonly BpmnElement[]): number =>
  containers
    .flatMap(({ flowElements }) => flowElements ?? [])
    .filter(({ targetRef }) => targetRef?.$type === 'bpmn:InclusiveGateway').length;

const tooLarge = (process: BpmnElement, report: Report, most: string): false => {
  report.error(process, `Expected ${describe(process)} to have at most ${most}, but it has more`);
  return false;
};
