/** Collects the problems of a definition, each with its element and line. */
import type { ExpressionSpan, Problem } from '../../case/compilation.ts';
import type { BpmnElement } from './bpmn-element.ts';

export class Report {
  readonly problems: Problem[] = [];
  readonly #lines: ReadonlyMap<string, number>;

  constructor(lines: ReadonlyMap<string, number>) {
    this.#lines = lines;
  }

  error(element: BpmnElement, message: string, expression?: ExpressionSpan): void {
    this.#add('error', element, message, expression);
  }

  warning(element: BpmnElement, message: string, expression?: ExpressionSpan): void {
    this.#add('warning', element, message, expression);
  }

  /** What is as it should not be, and changes nothing for a case. */
  hint(element: BpmnElement, message: string): void {
    this.#add('hint', element, message, undefined);
  }

  get hasErrors(): boolean {
    return this.problems.some(({ severity }) => severity === 'error');
  }

  /** An element without an id is placed at the nearest container that has one. */
  #add(severity: Problem['severity'], element: BpmnElement, message: string, expression: ExpressionSpan | undefined): void {
    let named: BpmnElement | undefined = element;
    while (named !== undefined && named.id === undefined) named = named.$parent;
    const line = named?.id === undefined ? undefined : this.#lines.get(named.id);
    this.problems.push({
      severity,
      message,
      ...(named?.id === undefined ? {} : { element: named.id }),
      ...(line === undefined ? {} : { line }),
      ...(expression === undefined ? {} : { expression }),
    });
  }
}
