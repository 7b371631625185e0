/** Every link throw event has one catch event of its name beside it, and the other way round; no drawn flow leads out of the one or into the other. */
import { linkCatchesOf, linkNameOf, linkThrowsOf } from '../source/link-flows.ts';
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';
import { drawnFlowsOf, type ContainerRule } from './rule.ts';

export const pairedLinks: ContainerRule = (container, report) => {
  const catches = new Map<string, BpmnElement>();
  const thrown = new Set(linkThrowsOf(container).map(linkNameOf));
  for (const event of linkCatchesOf(container)) {
    const name = linkNameOf(event);
    const other = catches.get(name);
    checkName(event, report);
    if (other !== undefined)
      report.error(event, `Expected one catch event for the link '${name}' in ${describe(container)}, but there are ${describe(other)} and ${describe(event)}`);
    if (!thrown.has(name))
      report.error(event, `Expected a throw event for the link '${name}' of ${describe(event)} in ${describe(container)}, but there is none`);
    catches.set(name, event);
  }
  for (const event of linkThrowsOf(container)) {
    checkName(event, report);
    if (!catches.has(linkNameOf(event)))
      report.error(event, `Expected a catch event for the link '${linkNameOf(event)}' of ${describe(event)} in ${describe(container)}, but there is none`);
  }
  checkFlows(container, report);
};

const checkName = (event: BpmnElement, report: Report): void => {
  if (linkNameOf(event) === '') report.error(event, `Expected the link of ${describe(event)} to have a name, but it has none`);
};

const checkFlows = (container: BpmnElement, report: Report): void => {
  const [throws, catches] = [new Set(linkThrowsOf(container)), new Set(linkCatchesOf(container))];
  for (const flow of drawnFlowsOf(container)) {
    if (flow.sourceRef !== undefined && throws.has(flow.sourceRef))
      report.error(flow, `Expected no sequence flow out of ${describe(flow.sourceRef)}, which goes on at its link, but there is ${describe(flow)}`);
    if (flow.targetRef !== undefined && catches.has(flow.targetRef))
      report.error(flow, `Expected no sequence flow into ${describe(flow.targetRef)}, which is entered by its link, but there is ${describe(flow)}`);
  }
};
