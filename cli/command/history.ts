import type { z } from 'zod';
import type { step, stepPage } from '../../contract/case-history.ts';
import { CaseStory } from '../case-story.ts';
import type { Client } from '../client.ts';
import { table, when, type Output } from '../output.ts';

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
  output.print(steps, () => table(['step', 'at', 'by', 'what happened'], steps.flatMap((step, index) => rowsOf(story, step, steps[index - 1])), 'No steps.'));
};
