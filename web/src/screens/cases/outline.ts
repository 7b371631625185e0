/** The outline of a case: what was entered, in order, and nested as it runs. */
import type { ElementInstance } from './wire.ts';

export interface OutlineRow {
  readonly elementId: string;
  readonly name: string;
  readonly type: ElementInstance['type'];
  readonly state: ElementInstance['state'];
  readonly hasIncident: boolean;
  readonly depth: number;
  readonly startDate: string;
  readonly endDate: string | null;
  /** How often it was entered. */
  readonly times: number;
}

/** Shapes that say only how the way goes on; the case itself is the page. */
const passing: ReadonlySet<string> = new Set([
  'PROCESS', 'EXCLUSIVE_GATEWAY', 'INCLUSIVE_GATEWAY', 'PARALLEL_GATEWAY', 'EVENT_BASED_GATEWAY', 'START_EVENT', 'END_EVENT', 'SEQUENCE_FLOW', 'MULTI_INSTANCE_BODY',
]);

/** Elements entered several times are one row, as its last visit was; nesting is that of the model. */
export const outlineOf = (instances: readonly ElementInstance[], depthOf: (elementId: string) => number, nameOf: (elementId: string) => string): OutlineRow[] => {
  const rows = new Map<string, OutlineRow>();
  for (const { elementId, elementName, type, state, hasIncident, startDate, endDate } of instances) {
    if (passing.has(type)) continue;
    const before = rows.get(elementId);
    rows.set(elementId, {
      elementId,
      name: nameOf(elementId) || (elementName ?? elementId),
      type,
      state: before?.state === 'ACTIVE' ? 'ACTIVE' : state,
      hasIncident: hasIncident || before?.hasIncident === true,
      depth: depthOf(elementId),
      startDate,
      endDate,
      times: (before?.times ?? 0) + 1,
    });
  }
  return [...rows.values()];
};
