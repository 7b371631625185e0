/** What compiling an element needs: FEEL, and where to report. */
import type { FeelEngine } from '../../feel/engine.ts';
import { compileExpression, sourceOf, unknownCalls, type Expression } from '../../work/expression.ts';
import type { ElementKind } from '../../case/event.ts';
import { attributes, type Attribute, type AttributeName, type Attributes } from '../../work/attribute.ts';
import type { ElementBehavior } from '../element/behavior.ts';
import type { FlowNode } from '../model.ts';
import { describe, type BpmnElement } from '../source/bpmn-element.ts';
import type { Report } from '../source/report.ts';

/** One kind of flow node: how it is called, what its XML becomes, and what it does. */
export interface ElementType {
  readonly kind: ElementKind;
  compile(element: BpmnElement, compiler: Compiler): NodeParts;
  behavior(node: FlowNode): ElementBehavior;
}

/** What is special to a kind. */
export type NodeParts = Partial<Pick<FlowNode, 'trigger' | 'throws' | 'interrupting' | 'work' | 'activation' | 'adHoc' | 'instantiates'>>;

const placeholder: Expression = Object.freeze({ kind: 'literal', value: '' });

export class Compiler {
  readonly report: Report;
  /** All that were compiled, in their order. */
  readonly expressions: { readonly element: BpmnElement; readonly expression: Expression }[] = [];
  readonly #feel: FeelEngine;

  constructor(feel: FeelEngine, report: Report) {
    this.#feel = feel;
    this.report = report;
  }

  /** A text that may be FEEL. An unreadable one is reported; what is returned then is never run. */
  expression(element: BpmnElement, what: string, text: string): Expression {
    const compilation = compileExpression(this.#feel, text.trim());
    if (!compilation.ok) {
      this.report.error(element, `Expected ${what} of ${describe(element)} to be readable FEEL, but it is not. ${compilation.message}`, compilation.expression);
      return placeholder;
    }
    this.expressions.push({ element, expression: compilation.expression });
    for (const call of unknownCalls(compilation.expression)) this.report.warning(element, call.message, call.expression);
    return compilation.expression;
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
      this.report.error(element, `Expected ${describe(element)} to have ${what} in FEEL, beginning with '=', but it is '${sourceOf(expression)}'`);
    return expression;
  }

  /** Reads attributes that the element may have; a literal that is no such value is reported now, not at run time. */
  attributes<N extends AttributeName>(element: BpmnElement, texts: { readonly [K in N]: string | undefined }): Attributes<N> {
    const given = (Object.entries(texts) as [N, string | undefined][]).map(([name, text]) => [name, this.#attribute(element, name, text)]);
    return Object.freeze(Object.fromEntries(given) as Attributes<N>);
  }

  #attribute(element: BpmnElement, name: AttributeName, text: string | undefined): Expression | null {
    if (text === undefined || text.trim() === '') return null;
    const { what, type } = attributes[name] as Attribute<unknown>;
    const expression = this.expression(element, what, text);
    if (expression.kind === 'literal' && expression !== placeholder && type.read(expression.value) === undefined)
      this.report.error(element, `Expected ${what} of ${describe(element)} to be ${type.name}, but it is '${text.trim()}'`);
    return expression;
  }

  unsupported(element: BpmnElement, what: string): void {
    this.report.error(element, `Expected ${describe(element)} to use only what is supported, but ${what} is not supported yet`);
  }
}
