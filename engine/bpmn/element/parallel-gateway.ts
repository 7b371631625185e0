/** Parallel gateway: waits for one token on every incoming flow (see `token-game.ts`), then takes all outgoing flows. */
import { passThrough } from '../behavior/pass-through.ts';
import type { ElementType } from '../compile/compiler.ts';

export const parallelGateway: ElementType = { kind: 'parallelGateway', compile: () => ({}), behavior: () => passThrough };
