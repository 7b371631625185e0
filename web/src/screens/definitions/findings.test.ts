import { describe, expect, it } from 'vitest';
import { errorsOf, findingsOfFile, warningsOf } from './findings.ts';

describe('findings of a deployment', () => {
  it('are told each, with their places', () => {
    expect(errorsOf({ findings: [{ resourceName: 'a.bpmn', element: 'approve', line: 7, message: 'no way out' }] }, '')).toEqual([
      { severity: 'error', resourceName: 'a.bpmn', element: 'approve', line: 7, message: 'no way out' },
    ]);
  });

  it('given a refusal without a list, its sentence is the finding', () => {
    expect(errorsOf({ detail: 'Expected a file' }, 'HTTP 400')).toMatchObject([{ message: 'Expected a file', element: null }]);
    expect(errorsOf({}, 'HTTP 502')).toMatchObject([{ message: 'HTTP 502' }]);
  });

  it('are shown on the canvas of their own file only, where they name an element', () => {
    const findings = warningsOf([{ resourceName: 'a.bpmn', element: 'x', message: '1' }, { resourceName: 'b.bpmn', element: 'y', message: '2' }, { resourceName: 'a.bpmn', message: '3' }]);

    expect(findingsOfFile(findings, 'a.bpmn')).toEqual([{ element: 'x', severity: 'warning', message: '1' }]);
  });
});
