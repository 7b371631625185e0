/** A file holds at least one executable process, and each has an id to be started by. */
import type { BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';

export const hasExecutableProcess = (definitions: BpmnElement, report: Report): void => {
  const processes = (definitions.rootElements ?? []).filter(({ $type }) => $type === 'bpmn:Process');
  const executable = processes.filter(({ isExecutable }) => isExecutable === true);
  for (const process of executable)
    if (process.id === undefined) report.error(process, `Expected every executable process to have an id, but ${process.name === undefined ? 'one' : `'${process.name}'`} has none`);
  if (executable.length > 0) return;
  report.error(definitions, `Expected at least one executable process, but found ${processes.length === 0 ? 'no process' : 'only processes that are not executable'}`);
};
