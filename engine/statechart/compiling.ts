/** Collects the problems of one definition and compiles the expressions that stand at its properties. */
import type { FeelEngine } from '../feel/engine.ts';
import type { Problem } from '../case/compilation.ts';
import { compileExpression, type Expression } from '../work/expression.ts';
import type { Json } from '../json/json.ts';
import { reservedNames } from './evaluation.ts';
import type { Assignment, Value } from './model.ts';
import { propertyPath } from './source.ts';

/** What a broken expression becomes, so that the rest can be checked too; it is never run. */
const BROKEN: Expression = { kind: 'literal', value: '' };

export class Compiling {
  readonly problems: Problem[] = [];
  /** Texts of all FEEL expressions by path. */
  readonly texts: { readonly at: string; readonly text: string }[] = [];
  readonly #feel: FeelEngine;

  constructor(feel: FeelEngine) {
    this.#feel = feel;
  }

  error(element: string, message: string): void {
    this.problems.push({ severity: 'error', message, element });
  }

  warn(element: string, message: string): void {
    this.problems.push({ severity: 'warning', message, element });
  }

  /** A literal string or `=FEEL`. */
  expression(text: string, at: string): Expression {
    const compilation = compileExpression(this.#feel, text);
    if (!compilation.ok) {
      this.error(at, compilation.message);
      return BROKEN;
    }
    if (compilation.expression.kind === 'feel') this.texts.push({ at, text: compilation.expression.program.text });
    return compilation.expression;
  }

  optional(text: string | undefined, at: string): Expression | null {
    return text === undefined ? null : this.expression(text, at);
  }

  /** JSON as it stands, or, when it is a string that starts with `=`, FEEL. */
  value(json: Json, at: string): Value {
    return typeof json === 'string' ? this.expression(json, at) : { kind: 'literal', value: json };
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
