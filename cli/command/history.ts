import type { Client } from '../client.ts';
import { table, when, type Output } from '../output.ts';

interface HistoryEvent {
  readonly type: string;
  readonly [field: string]: unknown;
}

interface Step {
  readonly seq: number;
  readonly at: string;
  readonly actor: string | null;
  readonly command: { readonly type: string };
  readonly events: readonly HistoryEvent[];
}

interface StepPage {
  readonly steps: readonly Step[];
  readonly next: number | null;
}

/** What a person wants to see of an event; what only moves tokens is left out. */
const sentences: { readonly [type: string]: (event: HistoryEvent) => string } = {
  CaseCreated: () => 'case started',
  CaseCompleted: () => 'case completed',
  CaseTerminated: () => 'case terminated',
  ElementActivated: (event) => `→ ${String(event['element'])}`,
  VariableSet: (event) => `${String(event['name'])} = ${shortened(event['value'])}`,
  UserTaskCreated: (event) => `task for ${shortened(event['assignee'] ?? (event['candidateGroups'] as string[]).join(', '))}`,
  UserTaskAssigned: (event) => `assigned to ${shortened(event['assignee'] ?? 'nobody')}`,
  JobFailed: (event) => `job failed: ${shortened(event['message'])}`,
  JobErrorThrown: (event) => `error ${String(event['errorCode'])}`,
  TimerScheduled: (event) => `timer until ${when(new Date(event['due'] as number).toISOString())}`,
  TimerFired: () => 'timer fired',
  MessageSubscriptionOpened: (event) => `waits for message ${String(event['messageName'])}`,
  MessageCorrelated: () => 'message received',
  IncidentCreated: (event) => `incident: ${shortened(event['message'])}`,
  IncidentResolved: () => 'incident resolved',
  DecisionEvaluated: (event) => `decided ${String(event['decisionId'])}: ${shortened(event['output'])}`,
};

const lengthMax = 60;

const shortened = (value: unknown): string => {
  const text = value === undefined ? '(erased)' : typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text;
};

const rowOf = (step: Step): string[] => [
  String(step.seq),
  when(step.at),
  step.actor ?? '',
  step.command.type,
  step.events.flatMap((event) => sentences[event.type]?.(event) ?? []).join(', '),
];

/** Prints every step of a case, from the journal. */
export const history = async (client: Client, output: Output, key: string): Promise<void> => {
  const steps: Step[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const page: StepPage = await client.get<StepPage>(`/api/cases/${encodeURIComponent(key)}/steps?from=${from}&limit=500`);
    steps.push(...page.steps);
    from = page.next;
    output.progress(`${steps.length} steps`);
  }
  output.progress('');
  output.print(steps, () => table(['step', 'at', 'by', 'command', 'what happened'], steps.map(rowOf), 'No steps.'));
};
