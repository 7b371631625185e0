import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { RequestError, type Client } from '../client.ts';
import { table, type Output } from '../output.ts';

interface Deployed {
  readonly deploymentKey: string;
  readonly deployments: readonly { readonly [kind: string]: Record<string, string | number> | null }[];
}

const rowOf = (deployment: Deployed['deployments'][number]): string[] => {
  const [kind, value] = Object.entries(deployment).find(([, entry]) => entry !== null) ?? ['', null];
  const field = (...names: string[]): string => String(names.map((name) => value?.[name]).find((found) => found !== undefined) ?? '');
  return [
    kind,
    field('processDefinitionId', 'decisionDefinitionId', 'decisionRequirementsId', 'formId', 'resourceId'),
    field('processDefinitionVersion', 'version'),
    field('processDefinitionKey', 'decisionDefinitionKey', 'decisionRequirementsKey', 'formKey', 'resourceKey'),
  ];
};

/** Deploys files together: all or none. */
export const deploy = async (client: Client, output: Output, files: readonly string[]): Promise<void> => {
  const form = new FormData();
  for (const file of files) {
    const content = await readFile(file).catch((error: unknown) => {
      throw new RequestError(`Expected to read ${file}, but ${error instanceof Error ? error.message : String(error)}`);
    });
    form.append('resources', new Blob([content]), basename(file));
  }
  const deployed = await client.postForm<Deployed>('/v2/deployments', form);
  output.print(deployed, () => table(['kind', 'id', 'version', 'key'], deployed.deployments.map(rowOf), 'Nothing was deployed.'));
};
