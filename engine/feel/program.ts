/** A compiled text: running it, and turning what ends a run into a result. */
import type { Code } from './code.ts';
import { compileNode } from './compile.ts';
import { OuterEnvironment } from './environment.ts';
import type { Json } from '../json/json.ts';
import type { FeelContext, FeelFailure, FeelKind, FeelProgram, FeelResult, FeelScope, NamePlace } from './engine.ts';
import { distinctNames, freeNames } from './free-names.ts';
import { toJson } from './json.ts';
import { Ended, Run } from './run.ts';
import { sizeOf, type Node } from './syntax.ts';
import type { FeelValue } from './value.ts';

/** What ended the run; what the host threw is none of FEEL's business and passes. */
function failureOf(error: unknown, run: Run): FeelFailure {
  if (run.budget.isOfHost(error)) throw error;
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
  readonly names: readonly NamePlace[];
  readonly calls: readonly NamePlace[];
  readonly #code: Code;
  readonly #cost: number;

  constructor(text: string, kind: FeelKind, node: Node) {
    this.text = text;
    this.kind = kind;
    const { names, calls } = freeNames(node);
    this.names = names;
    this.calls = calls;
    this.reads = distinctNames(names);
    this.#code = compileNode(node);
    this.#cost = sizeOf(node);
  }

  run(scope: FeelScope, context: FeelContext): FeelResult<Json> {
    return this.#result(context, (run) => {
      const value = this.#code(new OuterEnvironment(scope, run));
      return toJson(value, run.budget, () => run.warn('FUNCTION_AS_VALUE', { from: 0, to: this.text.length }));
    });
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
      return { value: null, warnings: run.warnings, failure: failureOf(error, run) };
    }
  }
}

export function programOf(text: string, kind: FeelKind, node: Node): FeelProgram {
  return new CompiledProgram(text, kind, node);
}
