/** Types of the answers, as the contract has them. */
import type { z } from 'zod';
import type { step, stepPage } from '../../../../contract/case-history.ts';
import type { foundCase } from '../../../../contract/case-search.ts';
import type { elementInstance } from '../../../../contract/element-instance.ts';
import type { elementStatistics } from '../../../../contract/element-statistics.ts';
import type { caseSummary } from '../../../../contract/inbox.ts';
import type { incident } from '../../../../contract/incident.ts';
import type { job } from '../../../../contract/job.ts';
import type { processDefinition } from '../../../../contract/process-definition.ts';
import type { timer } from '../../../../contract/timer.ts';
import type { userTask } from '../../../../contract/user-task.ts';
import type { foundVariable } from '../../../../contract/variable.ts';

export type Case = z.infer<typeof foundCase>;
export type CaseSummary = z.infer<typeof caseSummary>;
export type Definition = z.infer<typeof processDefinition>;
export type ElementInstance = z.infer<typeof elementInstance>;
export type ElementStatistics = z.infer<typeof elementStatistics>;
export type Incident = z.infer<typeof incident>;
export type Job = z.infer<typeof job>;
export type Timer = z.infer<typeof timer>;
export type UserTask = z.infer<typeof userTask>;
export type Variable = z.infer<typeof foundVariable>;
export type Step = z.infer<typeof step>;
export type StepPage = z.infer<typeof stepPage>;

export interface Page<T> {
  readonly items: readonly T[];
  readonly page: { readonly totalItems: number; readonly hasMoreTotalItems: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
}
