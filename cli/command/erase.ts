import type { z } from 'zod';
import type { caseErased } from '../../contract/erasure.ts';
import type { Client } from '../client.ts';
import type { Output } from '../output.ts';

/** Takes away the values of a case that has ended, and says where they may still be. */
export const erase = async (client: Client, output: Output, key: string, because: string): Promise<void> => {
  const erased = await client.post<z.output<typeof caseErased>>(`/api/cases/${key}/erasure`, { because });
  output.print(erased, () => describe(erased));
};

const describe = ({ steps, messagesKept, notReached }: z.output<typeof caseErased>): string =>
  [
    `The values of ${steps} ${steps === 1 ? 'step' : 'steps'} were erased; the records stand.`,
    ...(messagesKept === 0 ? [] : [`${messagesKept} ${messagesKept === 1 ? 'message' : 'messages'} to the case still wait for others: erase again when they have expired.`]),
    'Not reached:',
    ...notReached.map((where) => `  ${where}`),
  ].join('\n');
