import type { z } from 'zod';
import type { deploymentResult } from '../../contract/deployment.ts';
import type { Client } from '../client.ts';
import { counted, findingLine } from '../finding.ts';
import { table, type Output } from '../output.ts';
import { readResourceFiles } from '../resource-files.ts';

type Deployed = z.output<typeof deploymentResult>;

const rowsOf = ({ deployments, unchanged = [] }: Deployed): string[][] => {
  let state = '';
  // A file's decisions stand before the file, and have no name of their own.
  const rows = deployments.toReversed().map((deployment) => {
    const [kind, value] = Object.entries(deployment).find(([, entry]) => entry !== null) ?? ['', null];
    const fields: Readonly<Record<string, string | number>> = { ...value };
    const field = (...names: string[]): string => String(names.map((name) => fields[name]).find((found) => found !== undefined) ?? '');
    if (value !== null && 'resourceName' in value) state = unchanged.includes(field('resourceName')) ? 'unchanged' : 'new';
    return [
      kind,
      field('processDefinitionId', 'decisionDefinitionId', 'decisionRequirementsId', 'formId', 'resourceId'),
      field('processDefinitionVersion', 'version'),
      field('processDefinitionKey', 'decisionDefinitionKey', 'decisionRequirementsKey', 'formKey', 'resourceKey'),
      state,
    ];
  });
  return rows.toReversed();
};

/** Deploys files together, or all that a folder holds: all or none. */
export const deploy = async (client: Client, output: Output, paths: readonly string[]): Promise<void> => {
  const form = new FormData();
  for (const { name, content } of await readResourceFiles(paths)) form.append('resources', new Blob([new Uint8Array(content)]), name);
  const deployed = await client.postForm<Deployed>('/v2/deployments', form);
  output.print(deployed, () => {
    const warnings = (deployed.warnings ?? []).map((warning) => findingLine({ severity: 'warning', ...warning }));
    const hints = (deployed.hints ?? []).map((hint) => findingLine({ severity: 'hint', ...hint }));
    const rows = table(['kind', 'id', 'version', 'key', ''], rowsOf(deployed), 'Nothing was deployed.');
    const listed = (findings: readonly string[], noun: string): string => (findings.length === 0 ? '' : `\n\n${counted(findings.length, noun)}:\n${findings.join('\n')}`);
    return `${rows}${listed(warnings, 'warning')}${listed(hints, 'hint')}`;
  });
};
