/** What an operator wants to know of deployments: what is new, what was refused, and what is doubtful in it. */
import type { Refused } from '../../runtime/pipeline/submission.ts';
import type { Deployment } from '../../runtime/library/deploy.ts';
import type { Log } from '../../runtime/port/log.ts';

const linesMax = 20;

export const logDeployment = (log: Log, request: string, deployment: Deployment | Refused): void => {
  if (deployment.kind === 'rejected') {
    log.warn('A deployment was refused', { request, code: deployment.code, problems: deployment.message.split('\n').slice(0, linesMax) });
    return;
  }
  const definitions = deployment.definitions.filter(({ isNew }) => isNew).map((definition) => `${definition.id} version ${definition.version}`);
  const unchanged = deployment.definitions.length - definitions.length;
  log.info('Deployed', { request, deployment: String(deployment.key), definitions, ...(unchanged > 0 ? { unchanged } : {}) });
  const warnings = deployment.findings.filter(({ severity }) => severity === 'warning').map(({ resourceName, element, line, column, message }) =>
    `${resourceName}${line === undefined ? '' : `:${line}`}${column === undefined ? '' : `:${column}`}${element === undefined ? '' : ` ${element}`}: ${message}`);
  if (warnings.length > 0) log.warn('What was deployed has doubtful places', { request, deployment: String(deployment.key), warnings: warnings.slice(0, linesMax) });
};
