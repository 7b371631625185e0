import { CaseStory, type ToldStep } from '../case-story.ts';
import type { Client } from '../client.ts';
import { table, when, type Output } from '../output.ts';

interface Step extends ToldStep {
  readonly seq: number;
  readonly at: string;
  readonly actor: string | null;
  readonly onBehalfOf: string | null;
}

interface StepPage {
  readonly steps: readonly Step[];
  readonly next: number | null;
}

/** The first row of a step says when and who; what came of it stands below. */
const rowsOf = (story: CaseStory, step: Step): string[][] => {
  const [asked = '', ...outcomes] = story.tell(step);
  const who = step.onBehalfOf === null ? (step.actor ?? '') : `${step.actor ?? ''} for ${step.onBehalfOf}`;
  return [[String(step.seq), when(step.at), who, asked], ...outcomes.map((line) => ['', '', '', `  ${line}`])];
};

/** Prints every step of a case, from the journal. */
export const history = async (client: Client, output: Output, key: string): Promise<void> => {
  const steps: Step[] = [];
  let from: number | null = 0;
  while (from !== null) {
    const page: StepPage = await client.get<StepPage>(`/api/cases/${key}/steps?from=${from}&limit=500`);
    steps.push(...page.steps);
    from = page.next;
    output.progress(`${steps.length} steps`);
  }
  output.progress('');
  const story = new CaseStory();
  output.print(steps, () => table(['step', 'at', 'by', 'what happened'], steps.flatMap((step) => rowsOf(story, step)), 'No steps.'));
};
