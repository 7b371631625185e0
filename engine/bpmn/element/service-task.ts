/** Service task and send task: a worker does the job. */
import { workedByJob } from '../behavior/work.ts';
import type { ElementType } from '../compile/compiler.ts';
import { compileJob } from '../compile/job-definition.ts';

export const serviceTask: ElementType = {
  kind: 'serviceTask',
  compile: (element, compiler) => ({ work: compileJob(element, compiler) }),
  behavior: () => workedByJob,
};

export const sendTask: ElementType = { ...serviceTask, kind: 'sendTask' };
