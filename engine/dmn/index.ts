/** The door to decisions for the rest of the engine. */
export { compileDecisions, type CompileOptions, type DecisionCompilation, type DecisionFile, type ImportWanted } from './compile-decisions.ts';
export { compileDecisionFiles, Imports, type CompiledFile, type CompileFilesOptions } from './compile-files.ts';
export { compileDecisionSource, decisionSource, decisionXmlOf } from './decision-source.ts';
export { DecisionModel, type DecisionSummary } from './decision-model.ts';
export { evaluateDecision, type DecisionEvaluation } from './evaluate-decision.ts';
export type { EvaluationContext, Failure } from './evaluation.ts';
export type { DmnProblem } from './problem.ts';
export type * from './report.ts';
export type { Place } from './place.ts';
export type { Data } from './scope.ts';
export { codeText, type DecisionWarning, type DecisionWarningCode } from './warning.ts';
export { analyseTables } from './analysis/analyse-tables.ts';
export type { TableFinding } from './analysis/finding.ts';

/** Raised when a decision may evaluate otherwise than before, in its value or in what it warns about. */
export const dmnVersion = 2;
