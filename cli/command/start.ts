import type { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { readVariables } from './variables-option.ts';

export interface StartOptions {
  readonly variables?: string;
  readonly definitionVersion?: string;
  readonly businessId?: string;
}

interface Started {
  readonly processInstanceKey: string;
  readonly processDefinitionId: string;
  readonly processDefinitionVersion: number;
}

/** Starts a case of a definition. */
export const start = async (client: Client, output: Output, id: string, options: StartOptions): Promise<void> => {
  const started = await client.post<Started>('/v2/process-instances', {
    processDefinitionId: id,
    ...(options.definitionVersion === undefined ? {} : { processDefinitionVersion: Number(options.definitionVersion) }),
    ...(options.businessId === undefined ? {} : { businessId: options.businessId }),
    variables: await readVariables(options.variables),
  });
  output.print(started, () =>
    `Started case ${started.processInstanceKey} of ${started.processDefinitionId}, version ${started.processDefinitionVersion}.`);
};
