/** What must hold of a case after any chaos, read from its journal. */
import { openSteps, redecide, verifyChain, type CaseStep } from '../../engine/journal/index.ts';
import type { Command, Event } from '../../engine/case/index.ts';
import { messageStreamOf, type MessageCommand, type MessageEvent } from '../../engine/message/index.ts';
import { readSteps, StoredDefinitions } from '../../runtime/query/case-steps.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { sha256 } from '../../runtime/sha256.ts';

export interface JudgedCase {
  readonly steps: readonly CaseStep[];
  readonly faults: readonly string[];
}

/** Events that may happen once to a thing. */
const once = new Set<Event['type']>([
  'CaseCreated', 'CaseCompleted', 'UserTaskCreated', 'UserTaskCompleted', 'JobCreated', 'JobCompleted',
  'TimerScheduled', 'TimerFired', 'MessageCorrelated', 'ElementActivated', 'ElementCompleted',
]);

export const judgeCase = async (runtime: Runtime, caseKey: bigint): Promise<JudgedCase> => {
  const { database, log } = runtime;
  const stored = await readSteps(database, caseKey);
  const steps = openSteps<Command, Event>(stored);
  const faults: string[] = [];
  const chain = verifyChain(stored, sha256, { log, stream: String(caseKey) });
  if (!chain.ok) faults.push(`chain: ${JSON.stringify(chain)}`);
  const again = await redecide(steps, new StoredDefinitions(database));
  if (again.verdict !== 'equal') faults.push(`redecide: ${JSON.stringify(again)}`);
  const ids = steps.map((step) => step.id);
  if (new Set(ids).size < ids.length) faults.push('a command took effect twice');
  const events = steps.flatMap((step) => step.events);
  const seen = new Set<string>();
  for (const event of events) {
    const name = `${event.type} ${'ordinal' in event ? event.ordinal : ''}`;
    if (once.has(event.type) && seen.has(name)) faults.push(`twice: ${name}`);
    seen.add(name);
  }
  if (events.at(-1)?.type !== 'CaseCompleted') faults.push(`it ends with ${events.at(-1)?.type}`);
  for (const step of steps)
    for (const event of step.events)
      if (event.type === 'TimerScheduled') {
        const fired = steps.find((other) => other.events.some((later) => later.type === 'TimerFired' && later.ordinal === event.ordinal));
        if (fired !== undefined && fired.at < event.due) faults.push(`timer ${event.ordinal} fired early`);
      }
  return { steps, faults };
};

/** Keys of the messages that were published with the name and correlation key. */
export const publishedMessages = async ({ database }: Runtime, name: string, correlationKey: string): Promise<readonly string[]> =>
  openSteps<MessageCommand, MessageEvent>(await readSteps(database, messageStreamOf(name, correlationKey)))
    .flatMap((step) => step.events)
    .flatMap((event) => (event.type === 'MessagePublished' && event.name === name && event.correlationKey === correlationKey ? [event.message] : []));
