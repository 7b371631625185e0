/** Our words for what Camunda's API has other words for: the journal and the projections keep ours, searches answer in Camunda's. */
import { sql, type SQLWrapper } from 'drizzle-orm';
import type { ElementKind, IncidentErrorType, JobPurpose } from '../../engine/case/index.ts';
import { text, type Field } from './field.ts';

const elementTypes = {
  process: 'PROCESS', statechart: 'PROCESS',
  subProcess: 'SUB_PROCESS', transaction: 'SUB_PROCESS', compoundState: 'SUB_PROCESS',
  eventSubProcess: 'EVENT_SUB_PROCESS', adHocSubProcess: 'AD_HOC_SUB_PROCESS', multiInstanceBody: 'MULTI_INSTANCE_BODY',
  startEvent: 'START_EVENT', intermediateCatchEvent: 'INTERMEDIATE_CATCH_EVENT', intermediateThrowEvent: 'INTERMEDIATE_THROW_EVENT',
  boundaryEvent: 'BOUNDARY_EVENT', endEvent: 'END_EVENT', finalState: 'END_EVENT',
  task: 'TASK', state: 'TASK', serviceTask: 'SERVICE_TASK', receiveTask: 'RECEIVE_TASK', userTask: 'USER_TASK', manualTask: 'MANUAL_TASK',
  businessRuleTask: 'BUSINESS_RULE_TASK', scriptTask: 'SCRIPT_TASK', sendTask: 'SEND_TASK', callActivity: 'CALL_ACTIVITY',
  exclusiveGateway: 'EXCLUSIVE_GATEWAY', inclusiveGateway: 'INCLUSIVE_GATEWAY', parallelGateway: 'PARALLEL_GATEWAY',
  eventBasedGateway: 'EVENT_BASED_GATEWAY', complexGateway: 'UNKNOWN',
} as const satisfies { readonly [K in ElementKind]: string };

const incidentErrorTypes = {
  calledDecision: 'CALLED_DECISION_ERROR', calledElement: 'CALLED_ELEMENT_ERROR', condition: 'CONDITION_ERROR',
  decisionEvaluation: 'DECISION_EVALUATION_ERROR', extractValue: 'EXTRACT_VALUE_ERROR', formNotFound: 'FORM_NOT_FOUND',
  ioMapping: 'IO_MAPPING_ERROR', jobNoRetries: 'JOB_NO_RETRIES', listenerNoRetries: 'EXECUTION_LISTENER_NO_RETRIES', unhandledError: 'UNHANDLED_ERROR_EVENT',
  resourceNotFound: 'RESOURCE_NOT_FOUND', unknown: 'UNKNOWN',
} as const satisfies { readonly [T in IncidentErrorType]: string };

/** Camunda's word for what an incident is about. */
export const incidentErrorTypeOf = (type: IncidentErrorType): (typeof incidentErrorTypes)[IncidentErrorType] => incidentErrorTypes[type];

/** Of whose job it is, and of which of its listeners' events. */
const jobKinds = { startListener: 'EXECUTION_LISTENER', endListener: 'EXECUTION_LISTENER', taskListener: 'TASK_LISTENER', work: 'BPMN_ELEMENT' } as const;
const listenerEvents = { startListener: 'START', endListener: 'END', taskListener: 'UNSPECIFIED', work: 'UNSPECIFIED' } as const;

export const jobKindOf = (purpose: JobPurpose | null) => ({ kind: jobKinds[purpose ?? 'work'], listenerEventType: listenerEvents[purpose ?? 'work'] });

/** Selected, compared and sorted in the words of the table. */
const translated = <W extends string>(column: SQLWrapper, words: { readonly [ours: string]: W }): Field<W> => {
  const cases = Object.entries(words).map(([ours, theirs]) => sql.raw(`when '${ours}' then '${theirs}'`));
  return text<W>(sql`(case ${column} ${sql.join(cases, sql.raw(' '))} end)`);
};

export const jobKind = (column: SQLWrapper) => translated(sql`coalesce(${column}, 'work')`, jobKinds);
export const listenerEvent = (column: SQLWrapper) => translated(sql`coalesce(${column}, 'work')`, listenerEvents);
export const elementType = (column: SQLWrapper) => translated(column, elementTypes);
export const incidentErrorType = (column: SQLWrapper) => translated(column, incidentErrorTypes);
