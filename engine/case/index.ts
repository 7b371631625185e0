/** The kernel's public door: the contract that the runtime and both dialects share. */
export { admit } from '../stream/admission.ts';
export type { Command, CommandOf, CommandType, DefinitionRef, UserTaskChanges } from './command.ts';
export { commandPayload } from './command.ts';
export type { CompiledDefinition, Compilation, Problem } from './compilation.ts';
export { decide } from './decide.ts';
export type { Decision, Executable, Facts } from './decide.ts';
export type { DecideContext, Dialect, Library, Outcome, ThrownError } from './dialect.ts';
export { Draft } from './draft.ts';
export type { ElementKind, Event, EventOf, EventType, IncidentErrorType, IncidentPhase } from './event.ts';
export { eventPayload } from './event.ts';
export { evolve } from './evolve.ts';
export { need, questionId } from '../stream/facts.ts';
export type { Answers, DecisionRef, Need, Question } from '../stream/facts.ts';
export type { Json, JsonObject } from '../json/json.ts';
export { caseKeyOf, caseNumberOf, keyOf, ordinalMax, ordinalOf, siblingKey } from '../stream/key.ts';
export type { Ordinal } from '../stream/key.ts';
export { limits } from '../stream/limits.ts';
export { reject } from '../stream/rejection.ts';
export type { Rejection, RejectionCode } from '../stream/rejection.ts';
export { initialState } from './state.ts';
export type { CaseState, CaseStatus, ElementInstance, Incident, Job, MessageSubscription, Timer, UserTask, Variable } from './state.ts';

/** Raised whenever `decide` would decide differently; stands in every record. */
export const kernelVersion = 'kernel/1';
