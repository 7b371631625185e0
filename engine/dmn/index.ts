/** The door to decisions for the rest of the engine. */
export { compileDecisions, type CompileOptions, type DecisionCompilation } from './compile-decisions.ts';
export { DecisionModel, type DecisionSummary } from './decision-model.ts';
export { evaluateDecision, type DecisionEvaluation } from './evaluate-decision.ts';
export type { EvaluationContext, Failure } from './evaluation.ts';
export type { DmnProblem } from './problem.ts';
export type * from './report.ts';
export type { Data } from './scope.ts';
export { analyseTables } from './analysis/analyse-tables.ts';
export type { TableFinding } from './analysis/finding.ts';
