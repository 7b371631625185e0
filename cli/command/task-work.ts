/** What a person does with a task before it is completed: look at it, take it, give it back. */
import type { z } from 'zod';
import type { form as formSchema } from '../../contract/form.ts';
import type { foundVariable } from '../../contract/variable.ts';
import type { Client } from '../client.ts';
import { RequestError } from '../client.ts';
import { printable, shortened, table, type Output } from '../output.ts';
import { searchAll } from '../pages.ts';
import type { Task } from './tasks.ts';

const nameOf = ({ name, elementId }: Task): string => printable(name ?? elementId);

/** Takes a task for a person: by default for whoever asks. One that somebody has is refused. */
export const claim = async (client: Client, output: Output, key: string, options: { readonly for?: string }): Promise<void> => {
  const assignee = options.for ?? client.actor;
  if (assignee === undefined) throw new RequestError('Expected --actor or --for to say who takes the task, but neither is given');
  await client.post(`/v2/user-tasks/${key}/assignment`, { assignee, allowOverride: false });
  const task = await client.get<Task>(`/v2/user-tasks/${key}`);
  output.print(task, () => `${printable(assignee)} has task ${key}, ${nameOf(task)}.`);
};

export const unclaim = async (client: Client, output: Output, key: string): Promise<void> => {
  await client.delete(`/v2/user-tasks/${key}/assignee`);
  const task = await client.get<Task>(`/v2/user-tasks/${key}`);
  output.print(task, () => `Nobody has task ${key}, ${nameOf(task)}.`);
};

type Form = z.output<typeof formSchema>;

interface Field {
  readonly key?: string;
  readonly label?: string;
  readonly type?: string;
  readonly validate?: { readonly required?: boolean };
  readonly components?: readonly Field[];
}

type FoundVariable = z.output<typeof foundVariable>;

const valueColumns = 80;

const fieldsOf = (components: readonly Field[] = []): readonly Field[] =>
  components.flatMap((field) => [...(field.key === undefined ? [] : [field]), ...fieldsOf(field.components)]);

/** What a task asks for, with the values that are known. */
export const form = async (client: Client, output: Output, key: string): Promise<void> => {
  const [task, asked, { items }] = await Promise.all([
    client.get<Task>(`/v2/user-tasks/${key}`),
    client.get<Form | undefined>(`/v2/user-tasks/${key}/form`),
    searchAll<FoundVariable>(client, `/v2/user-tasks/${key}/variables/search?truncateValues=false`, {}, { limit: 1_000 }),
  ]);
  const variables = new Map(items.map(({ name, value }) => [name, value]));
  output.print({ task, form: asked ?? null, variables: Object.fromEntries([...variables].map(([name, value]) => [name, JSON.parse(value) as unknown])) }, () => {
    const fields = asked === undefined ? [] : fieldsOf((JSON.parse(asked.schema) as Field).components);
    const known = (name: string): string => shortened(variables.get(name) ?? '', valueColumns);
    const rows = fields.map(({ key: name = '', label = '', type = '', validate }) => [name, type, validate?.required === true ? 'required' : '', label, known(name)]);
    const others = [...variables.keys()].filter((name) => fields.every((field) => field.key !== name)).map((name) => [name, '', '', '', known(name)]);
    const title = `Task ${key}, ${nameOf(task)}${asked === undefined ? ': no form' : `: form ${printable(asked.formId)}, version ${asked.version}`}`;
    return `${title}\n${table(['name', 'kind', '', 'what', 'value'], [...rows, ...others], 'No variables.')}`;
  });
};
