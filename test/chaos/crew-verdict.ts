/** What must hold of a whole crew after any chaos in which its database has lost nothing. */
import { judgeCase, publishedMessages } from './case-verdict.ts';
import type { Crew } from './crew.ts';
import { chaosMessage } from './model.ts';

/** One name for each kind of thing that would be wrong: the message of a failed run says it all. */
export interface CrewVerdict {
  readonly complaints: readonly string[];
  readonly faults: readonly string[];
  readonly lost: readonly string[];
  readonly unexplained: readonly string[];
  readonly died: readonly string[];
  readonly count: readonly string[];
}

export const nothingWrong: CrewVerdict = { complaints: [], faults: [], lost: [], unexplained: [], died: [], count: [] };

/** `cases`: so many were begun. */
export const judgeCrew = async (crew: Crew, cases: number): Promise<CrewVerdict> => {
  const { people: { acknowledged, complaints }, runtime } = crew;
  const keys = await crew.cases();
  const faults: string[] = [];
  const lost: string[] = [];
  const completed = new Map<string, unknown>();
  const jobs = new Set<string>();
  for (const key of keys) {
    const judged = await judgeCase(runtime, key);
    faults.push(...judged.faults.map((fault) => `case ${key}: ${fault}`));
    for (const { command, events } of judged.steps) {
      if (command.type === 'CompleteUserTask') completed.set(String(key | BigInt(command.task)), command.variables['by']);
      for (const event of events) if (event.type === 'JobCompleted') jobs.add(String(key | BigInt(event.ordinal)));
    }
  }
  const found = new Set(keys.map(String));
  for (const [order, key] of acknowledged.cases) if (!found.has(key)) lost.push(`case ${key} of ${order}`);
  for (const [task, person] of acknowledged.completions) if (completed.get(task) !== person) lost.push(`completion of ${task} by ${person}`);
  for (const [order, message] of acknowledged.messages) {
    const published = await publishedMessages(runtime, chaosMessage, order);
    if (published.length !== 1 || published[0] !== message) lost.push(`message ${message} of ${order}: the journal has ${published.join(', ')}`);
  }
  const ran = new Set(crew.effects());
  const unexplained = [...jobs].filter((job) => !ran.has(job)).map((job) => `job ${job} is complete but never ran`);
  const count = keys.length === cases ? [] : [`${keys.length} cases instead of ${cases}`];
  return { complaints, faults, lost, unexplained, died: crew.died(), count };
};
