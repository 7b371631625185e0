/** What a refused or doubtful deployment says, as findings with their places. */
import type { CanvasFinding } from '../../diagram/bpmn/bpmn-canvas.tsx';

export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly resourceName: string | null;
  readonly element: string | null;
  readonly line: number | null;
  readonly message: string;
}

interface WireFinding {
  readonly resourceName?: string;
  readonly element?: string;
  readonly line?: number;
  readonly message: string;
}

const findingOf = (severity: Finding['severity']) => ({ resourceName, element, line, message }: WireFinding): Finding => ({
  severity, resourceName: resourceName ?? null, element: element ?? null, line: line ?? null, message,
});

export const warningsOf = (warnings: readonly WireFinding[] | undefined): Finding[] => (warnings ?? []).map(findingOf('warning'));

/** A refusal that lists its findings tells them; any other is one sentence. */
export const errorsOf = (problem: { readonly detail?: string | undefined; readonly [member: string]: unknown }, sentence: string): Finding[] => {
  const listed = problem['findings'] ?? problem['problems'] ?? problem['errors'];
  if (Array.isArray(listed) && listed.length > 0) return (listed as WireFinding[]).map(findingOf('error'));
  return [{ severity: 'error', resourceName: null, element: null, line: null, message: problem.detail ?? sentence }];
};

export const findingsOfFile = (findings: readonly Finding[], file: string): CanvasFinding[] =>
  findings.flatMap(({ resourceName, element, severity, message }) => (element !== null && (resourceName === null || resourceName === file) ? [{ element, severity, message }] : []));
