/** The case's public door: the contract that the runtime and both dialects share. */
export type { Command, CommandOf, CommandType, DefinitionRef, UserTaskChanges } from './command.ts';
export type { CaseStart, CompiledDefinition, Compilation, Problem, Uses } from './compilation.ts';
export { caseStream } from './case-stream.ts';
export { closeBrokenCase, type OpenThings } from './decide/close.ts';
export { isOffered } from './decide/whose-task.ts';
export type { Dialect, Executable, Outcome, ThrownError } from './dialect.ts';
export type { Context, Draft } from './draft.ts';
export type { ElementKind, Event, EventOf, EventType, Caught, IncidentErrorType, IncidentPhase, JobPurpose } from './event.ts';
export type { StartRef } from './start-ref.ts';
export { evolve } from './evolve/index.ts';
export { caseShape } from './shapes.ts';
export { whoActedFunctions } from './who-acted.ts';
export { visibleVariables } from './variable.ts';
export { initialState, NO_SCOPE, restoreState } from './state.ts';
export type {
  Call, CaseSnapshot, CaseState, CaseStatus, ElementInstance, Incident, Job, MessageSubscription, SignalSubscription, Timer, UserTask, Variable,
} from './state.ts';
