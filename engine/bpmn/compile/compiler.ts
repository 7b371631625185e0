/** What compiling an element needs: FEEL, where to report, and what the process was found to use. */
import type { FeelEngine } from '../../feel/engine.ts';
import { compileExpression, type Expression } from '../../work/expression.ts';
import type { ElementKind } from '../../case/event.ts';
import type { ValueType } from '../../work/value-type.ts';
import type { OptionalAspect } from '../behavior/typed-value.ts';
import type { ElementBehavior, Trigger } from '../model.ts';
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';

/** One kind of flow node: how the rest of the engine calls it, and what its XML becomes. */
export interface ElementType {
  readonly kind: ElementKind;
  compile(element: BpmnElement, compiler: Compiler): CompiledElement;
}

export interface CompiledElement {
  readonly behavior: ElementBehavior;
  readonly trigger?: Trigger;
  readonly interrupting?: boolean;
}

const placeholder: Expression = { kind: 'literal', value: '' };

export class Compiler {
  readonly report: Report;
  /** Literal job types, form ids and decision ids, for linting and for facts asked beforehand. */
  readonly jobTypes = new Set<string>();
  readonly forms = new Set<string>();
  readonly decisions = new Set<string>();
  readonly #feel: FeelEngine;

  constructor(feel: FeelEngine, report: Report) {
    this.#feel = feel;
    this.report = report;
  }

  /** A text that may be FEEL. An unreadable one is reported; what is returned then is never run. */
  expression(element: BpmnElement, what: string, text: string): Expression {
    const compilation = compileExpression(this.#feel, text.trim());
    if (compilation.ok) return compilation.expression;
    this.report.error(element, `Expected ${what} of ${describe(element)} to be readable FEEL, but ${compilation.message}`);
    return placeholder;
  }

  /** A text that must be there. */
  required(element: BpmnElement, what: string, text: string | undefined): Expression {
    if (text !== undefined && text.trim() !== '') return this.expression(element, what, text);
    this.report.error(element, `Expected ${describe(element)} to have ${what}, but it has none`);
    return placeholder;
  }

  /** A text that must be FEEL: a literal there would be the same for every case, which nobody means. */
  feel(element: BpmnElement, what: string, text: string | undefined): Expression {
    const expression = this.required(element, what, text);
    if (expression.kind === 'literal' && expression !== placeholder)
      this.report.error(element, `Expected ${describe(element)} to have ${what} in FEEL, beginning with '=', but it is '${expression.value}'`);
    return expression;
  }

  /** Reads what the element may say; a literal that is no such value is reported now, not at run time. */
  aspects(element: BpmnElement) {
    return <T>(what: string, text: string | undefined, type: ValueType<T>, absent: T): OptionalAspect<T> => {
      const given = text !== undefined && text.trim() !== '';
      const expression = given ? this.expression(element, what, text) : null;
      if (expression?.kind === 'literal' && expression !== placeholder && type.read(expression.value) === undefined)
        this.report.error(element, `Expected ${what} of ${describe(element)} to be ${type.name}, but it is '${expression.value}'`);
      return { what: `${what} of '${element.id ?? ''}'`, expression, type, absent };
    };
  }

  unsupported(element: BpmnElement, what: string): void {
    this.report.error(element, `Expected ${describe(element)} to use only what is supported, but ${what} is not supported yet`);
  }
}
