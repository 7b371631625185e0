/** Boxed expressions as plain data (DMN 1.5 §7.3, §8 and §10.2). */
import type { Variable } from './definitions.ts';

export type Expression =
  | LiteralExpression
  | ContextExpression
  | DecisionTable
  | Invocation
  | FunctionDefinition
  | ListExpression
  | Relation
  | Conditional
  | Filter
  | Iterator;

interface Common {
  readonly id?: string;
  readonly typeRef?: string;
  readonly line: number;
}

export interface LiteralExpression extends Common {
  readonly kind: 'literalExpression';
  readonly text: string;
}

export interface ContextExpression extends Common {
  readonly kind: 'context';
  /** An entry without variable is the result. */
  readonly entries: readonly { readonly variable?: Variable; readonly value: Expression | undefined }[];
}

export interface Invocation extends Common {
  readonly kind: 'invocation';
  readonly callee: Expression | undefined;
  readonly bindings: readonly { readonly parameter: Variable; readonly value: Expression | undefined }[];
}

export interface FunctionDefinition extends Common {
  readonly kind: 'functionDefinition';
  /** Only FEEL functions run; `Java` and `PMML` give null and a warning. */
  readonly language: 'FEEL' | 'Java' | 'PMML';
  readonly parameters: readonly Variable[];
  readonly body: Expression | undefined;
}

export interface ListExpression extends Common {
  readonly kind: 'list';
  readonly items: readonly (Expression | undefined)[];
}

export interface Relation extends Common {
  readonly kind: 'relation';
  readonly columns: readonly Variable[];
  readonly rows: readonly (readonly (Expression | undefined)[])[];
}

export interface Conditional extends Common {
  readonly kind: 'conditional';
  readonly condition: Expression | undefined;
  readonly consequence: Expression | undefined;
  readonly alternative: Expression | undefined;
}

export interface Filter extends Common {
  readonly kind: 'filter';
  readonly source: Expression | undefined;
  readonly match: Expression | undefined;
}

export interface Iterator extends Common {
  readonly kind: 'for' | 'some' | 'every';
  readonly variable: string;
  readonly source: Expression | undefined;
  /** What `for` returns, what `some` and `every` test. */
  readonly body: Expression | undefined;
}

export type HitPolicy = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

export interface DecisionTable extends Common {
  readonly kind: 'decisionTable';
  readonly hitPolicy: HitPolicy;
  readonly aggregation?: Aggregation;
  readonly inputs: readonly InputClause[];
  readonly outputs: readonly OutputClause[];
  readonly rules: readonly Rule[];
}

export interface InputClause {
  readonly id: string;
  /** What people call the column: its label, or the text of its expression. */
  readonly label: string;
  readonly text: string;
  readonly typeRef?: string;
  readonly inputValues?: string;
  readonly line: number;
}

export interface OutputClause {
  readonly id: string;
  /** Key in the result when there are several outputs. */
  readonly name: string;
  readonly label: string;
  readonly typeRef?: string;
  readonly outputValues?: string;
  readonly defaultEntry?: string;
  readonly line: number;
}

/** A cell of a decision table. */
export interface Entry {
  readonly id?: string;
  readonly text: string;
  readonly line: number;
}

export interface Rule {
  readonly id: string;
  readonly inputEntries: readonly Entry[];
  readonly outputEntries: readonly Entry[];
  readonly description?: string;
  readonly line: number;
}
