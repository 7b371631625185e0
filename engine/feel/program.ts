/** A compiled text: running it, and turning what ends a run into a result. */
import type { Code } from './code.ts';
import { compileNode } from './compile.ts';
import { OuterEnvironment } from './environment.ts';
import type { Json } from '../json/json.ts';
import type { FeelContext, FeelFailure, FeelKind, FeelProgram, FeelResult, FeelScope } from './engine.ts';
import { freeNames } from './free-names.ts';
import { toJson } from './json.ts';
import { Ended, Run } from './run.ts';
import { sizeOf, type Node } from './syntax.ts';
import type { FeelValue } from './value.ts';

function failureOf(error: unknown): FeelFailure {
  if (error instanceof Ended) return { code: error.code, message: error.message };
  if (error instanceof RangeError) {
    return { code: 'BUDGET_EXCEEDED', message: 'Expected a value or function calls of bounded depth, but they are nested too deeply.' };
  }
  return { code: 'FAILED', message: error instanceof Error ? error.message : String(error) };
}

class CompiledProgram implements FeelProgram {
  readonly text: string;
  readonly kind: FeelKind;
  readonly reads: readonly string[];
  readonly #code: Code;
  readonly #cost: number;

  constructor(text: string, kind: FeelKind, node: Node) {
    this.text = text;
    this.kind = kind;
    this.reads = freeNames(node);
    this.#code = compileNode(node);
    this.#cost = sizeOf(node);
  }

  run(scope: FeelScope, context: FeelContext): FeelResult<Json> {
    return this.#result(context, (run) => toJson(this.#code(new OuterEnvironment(scope, run)), run.budget));
  }

  evaluate(scope: FeelScope, context: FeelContext): FeelResult<FeelValue> {
    return this.#result(context, (run) => this.#code(new OuterEnvironment(scope, run)));
  }

  #result<V>(context: FeelContext, compute: (run: Run) => V): FeelResult<V | null> {
    const run = new Run(context);
    try {
      run.budget.spend(this.#cost);
      return { value: compute(run), warnings: run.warnings };
    } catch (error) {
      return { value: null, warnings: run.warnings, failure: failureOf(error) };
    }
  }
}

export function programOf(text: string, kind: FeelKind, node: Node): FeelProgram {
  return new CompiledProgram(text, kind, node);
}
