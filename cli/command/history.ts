import type { z } from 'zod';
import type { step, stepPage } from '../../contract/case-history.ts';
import { recordOf, stepDocument, storedSteps, verifyCaseFile } from '../../engine/journal/index.ts';
import { isKey, readFileOf, sha256 } from '../case-file.ts';
import { CaseStory } from '../case-story.ts';
import type { Client } from '../client.ts';
import { shortened, table, when, type Output } from '../output.ts';

type Step = z.output<typeof step>;

type StepPage = z.output<typeof stepPage>;

/** An anonymous client that named somebody: the name, and that it was not proven. */
const whoOf = ({ actor, onBehalfOf }: Step): string => {
  if (actor.kind === 'anonymous') return onBehalfOf === null ? 'anonymous' : `${onBehalfOf.id} (unproven)`;
  return onBehalfOf === null ? actor.id : `${actor.id} for ${onBehalfOf.id}`;
};

/** The first row of a step says when and who; what came of it stands below. */
const rowsOf = (story: CaseStory, step: Step, before: Step | undefined): string[][] => {
  const [asked = '', ...told] = story.tell(step);
  const outcomes = before !== undefined && step.at < before.at ? ['the clock was set back before this step', ...told] : told;
  const who = whoOf(step);
  return [[String(step.seq), when(step.at), who, asked], ...outcomes.map((line) => ['', '', '', `  ${line}`])];
};

interface History {
  readonly steps: readonly Step[];
  /** Where the record is broken; null: nowhere. */
  readonly fault: StepPage['fault'];
  readonly erasures: StepPage['erasures'];
}

/** Prints every step of a case, from the journal or from a file. */
export const history = async (client: Client, output: Output, keyOrFile: string): Promise<void> => {
  const { steps, fault, erasures } = isKey(keyOrFile) ? await ofServer(client, output, keyOrFile) : await ofFile(keyOrFile);
  const story = new CaseStory();
  const rows = (): string => table(['step', 'at', 'by', 'what happened'], steps.flatMap((step, index) => rowsOf(story, step, steps[index - 1])), 'No steps.');
  const top = [
    ...(fault === null ? [] : [`BROKEN at step ${fault.seq}: ${fault.message}`]),
    ...erasures.map(({ at, by, because }) => `values were erased at ${when(at)} by ${by}: ${shortened(because, 200)}`),
  ];
  output.print(fault === null ? steps : { fault, steps }, () => [...top, rows()].join('\n'));
};

const ofServer = async (client: Client, output: Output, key: string): Promise<History> => {
  const steps: Step[] = [];
  let fault: StepPage['fault'] = null;
  let erasures: StepPage['erasures'] = [];
  let from: number | null = 0;
  while (from !== null) {
    const page: StepPage = await client.get<StepPage>(`/api/cases/${key}/steps?from=${from}&limit=500`);
    steps.push(...page.steps);
    fault ??= page.fault;
    erasures = page.erasures;
    from = page.next;
    output.progress(`${steps.length} steps`);
  }
  output.progress('');
  return { steps, fault, erasures };
};

const ofFile = async (path: string): Promise<History> => {
  const file = await readFileOf(path);
  const chain = verifyCaseFile(file, sha256);
  const fault = chain.ok ? null : { seq: chain.seq, fault: chain.fault, message: chain.message };
  return { steps: storedSteps(file).flatMap((one) => (recordOf(one.record) === undefined ? [] : [stepDocument(one, sha256)])), fault, erasures: [] };
};
