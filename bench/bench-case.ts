/** The case that is measured (`models.ts`), driven in the kernel alone: what its steps hold, and how it would be sealed. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Command } from '../engine/case/index.ts';
import type { StepContent } from '../engine/journal/index.ts';
import { anonymous, engineVersions, type Actor, type Table } from '../engine/stream/index.ts';
import { CaseDriver } from '../test/case/case-driver.ts';
import { compiled } from '../test/case/bpmn-xml.ts';
import { benchModel, benchProcessId } from './models.ts';

const stream = 4_194_304_000n << 24n;
const log = `acta/${randomUUID()}`;
const hash = '5f'.repeat(32);
const definition = { key: '33554433', id: benchProcessId, version: 1, hash, dialect: 'bpmn' } as const;
/** Workers are recorded by host and process, people without a name as anonymous. */
const worker: Actor = { id: `worker-7f2c7:${process.pid}`, kind: 'client', method: 'none' };

/** The four steps: created, two jobs and a user task completed. */
export const benchSteps = async (): Promise<readonly StepContent[]> => {
  const driver = new CaseDriver(await compiled(benchModel), { actor: anonymous });
  const created: Command = { type: 'CreateCase', definition, variables: { amount: 1200, customer: 'ACME' } };
  const only = (live: Pick<Table<unknown>, 'entries'>): number => live.entries()[0]![0];
  driver.accept(created);
  for (const result of ['result1', 'result2'])
    driver.accept({ type: 'CompleteJob', job: only(driver.state.jobs), variables: { [result]: 'done' } });
  driver.accept({ type: 'CompleteUserTask', task: only(driver.state.userTasks), variables: { approved: true } });
  return driver.steps.map(({ command, events, now: at }, seq) => ({
    log,
    stream: String(stream),
    seq,
    at,
    id: command.type === 'CompleteJob' ? `job:${command.job}:${randomBytes(12).toString('base64url')}:done` : randomUUID(),
    actor: command.type === 'CompleteJob' ? worker : anonymous,
    command,
    definition: hash,
    versions: engineVersions,
    zone: 'UTC',
    events,
  }));
};
