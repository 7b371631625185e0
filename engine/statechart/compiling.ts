/** Collects the problems of one definition and compiles the expressions that stand at its properties. */
import type { FeelEngine, NamePlace } from '../feel/engine.ts';
import type { ExpressionSpan, Problem } from '../case/compilation.ts';
import { attributes, type Attribute, type AttributeName, type Attributes } from '../work/attribute.ts';
import { compileExpression, programOf, sourceOf, unknownCalls, type Expression } from '../work/expression.ts';
import type { Json } from '../json/json.ts';
import { reservedNames } from './evaluation.ts';
import type { Assignment } from './model.ts';
import { propertyPath } from './source.ts';

/** What a broken expression becomes, so that the rest can be checked too; it is never run. */
const BROKEN: Expression = { kind: 'literal', value: '' };

/** What stands at a property, if it is there. */
export interface Property {
  readonly json: Json | undefined;
  readonly at: string;
}

export class Compiling {
  readonly problems: Problem[] = [];
  /** All FEEL expressions by path, and the names that they read. */
  readonly texts: { readonly at: string; readonly text: string; readonly names: readonly NamePlace[] }[] = [];
  readonly #feel: FeelEngine;

  constructor(feel: FeelEngine) {
    this.#feel = feel;
  }

  error(element: string, message: string, expression?: ExpressionSpan): void {
    this.problems.push({ severity: 'error', message, element, ...(expression === undefined ? {} : { expression }) });
  }

  warn(element: string, message: string, expression?: ExpressionSpan): void {
    this.problems.push({ severity: 'warning', message, element, ...(expression === undefined ? {} : { expression }) });
  }

  /** A literal string or `=FEEL`. */
  expression(text: string, at: string): Expression {
    const compilation = compileExpression(this.#feel, text);
    if (!compilation.ok) {
      this.error(at, compilation.message, compilation.expression);
      return BROKEN;
    }
    const { expression } = compilation;
    if (expression.kind === 'feel') this.texts.push({ at, text: expression.text, names: programOf(expression).names });
    for (const call of unknownCalls(expression)) this.warn(at, call.message, call.expression);
    return compilation.expression;
  }

  optional(text: string | undefined, at: string): Expression | null {
    return text === undefined ? null : this.expression(text, at);
  }

  /** JSON as it stands, or, when it is a string that starts with `=`, FEEL. */
  value(json: Json, at: string): Expression {
    return typeof json === 'string' ? this.expression(json, at) : { kind: 'literal', value: json };
  }

  /** Reads attributes that work may have, by the properties that hold them. A literal that is no such value is reported now, not at run time. */
  attributes<N extends AttributeName>(given: { readonly [K in N]: Property }): Attributes<N> {
    const read = (Object.entries(given) as [N, Property][]).map(([name, property]) => [name, this.#attribute(name, property)]);
    return Object.fromEntries(read) as Attributes<N>;
  }

  #attribute(name: AttributeName, { json, at }: Property): Expression | null {
    if (json === undefined) return null;
    const { what, type } = attributes[name] as Attribute<unknown>;
    const expression = this.value(json, at);
    if (expression.kind === 'literal' && expression !== BROKEN && type.read(expression.value) === undefined)
      this.error(at, `Expected ${what} to be ${type.name}, but it is '${sourceOf(expression)}'`);
    return expression;
  }

  assignments(values: { readonly [name: string]: Json } | undefined, at: string): Assignment[] {
    return Object.entries(values ?? {}).map(([name, json]) => {
      const path = propertyPath(at, name);
      if (reservedNames.some((reserved) => reserved === name))
        this.error(path, `Expected to set a variable, but '${name}' is a name that the statechart itself gives to FEEL`);
      return { name, value: this.value(json, path) };
    });
  }
}
