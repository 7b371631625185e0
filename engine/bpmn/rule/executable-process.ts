/** A file holds at least one executable process. */
import type { BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';

export const hasExecutableProcess = (definitions: BpmnElement, report: Report): void => {
  const processes = (definitions.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Process');
  if (processes.some(({ isExecutable }) => isExecutable === true)) return;
  report.error(definitions, `Expected at least one executable process, but found ${processes.length === 0 ? 'no process' : 'only processes that are not executable'}`);
};
