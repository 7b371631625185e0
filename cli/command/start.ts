import type { z } from 'zod';
import type { processInstanceCreated } from '../../contract/process-instance.ts';
import type { Client } from '../client.ts';
import type { Output } from '../output.ts';
import { caseNow, describeCaseNow } from './case-now.ts';
import { readVariables } from './variables-option.ts';

export interface StartOptions {
  readonly variables?: string;
  readonly definitionVersion?: number;
  readonly businessId?: string;
}

type Started = z.output<typeof processInstanceCreated>;

/** Starts a case of a definition, and tells where it stands then. */
export const start = async (client: Client, output: Output, id: string, options: StartOptions): Promise<void> => {
  const started = await client.post<Started>('/v2/process-instances', {
    processDefinitionId: id,
    ...(options.definitionVersion === undefined ? {} : { processDefinitionVersion: options.definitionVersion }),
    ...(options.businessId === undefined ? {} : { businessId: options.businessId }),
    variables: await readVariables(options.variables),
  });
  const { processInstanceKey: key, processDefinitionVersion: version } = started;
  const now = await caseNow(client, key);
  output.print({ ...started, case: now }, () => `Started case ${key} of ${id}, version ${version}.\n${describeCaseNow(now)}`);
};
