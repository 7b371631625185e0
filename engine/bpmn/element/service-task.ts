/** Service task and send task: a worker does the job. */
import { workedByJob } from '../behavior/job.ts';
import { compileJob } from '../compile/job-definition.ts';
import type { ElementType } from '../compile/compiler.ts';

export const serviceTask: ElementType = {
  kind: 'SERVICE_TASK',
  compile: (element, compiler) => ({ behavior: workedByJob(compileJob(element, compiler)) }),
};

export const sendTask: ElementType = { ...serviceTask, kind: 'SEND_TASK' };
