/** Parallel gateway: waits for one token on every incoming flow, then takes all outgoing flows. */
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';

export const parallelGateway: ElementType = {
  kind: 'PARALLEL_GATEWAY',
  compile: () => ({ behavior: { ...passThrough, joins: 'parallel' } }),
};
