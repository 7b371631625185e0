/** Who came, in a stream for every day. */
import type { Decider } from '../stream/decider.ts';
import type { AccessCommand, AccessEvent } from './command.ts';
import { decideAccess } from './decide.ts';
import { evolveAccess } from './evolve.ts';
import { accessShape } from './shapes.ts';
import { AccessState, restoreAccessState, type AccessSnapshot } from './state.ts';

export const accessStream: Decider<AccessState, AccessCommand, AccessEvent> = {
  kind: 'access',
  initial: () => new AccessState(),
  restore: (snapshot) => restoreAccessState(snapshot as AccessSnapshot),
  decide: decideAccess,
  evolve: evolveAccess,
  shape: accessShape,
  hasEnded: () => false,
  outgoing: () => [],
};
