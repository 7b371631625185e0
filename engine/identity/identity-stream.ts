/** The people of an installation as a stream: one, so that ids are taken once and an administrator is always left. */
import { keyOf } from '../stream/key.ts';
import type { Decider } from '../stream/decider.ts';
import type { IdentityCommand, IdentityEvent } from './command.ts';
import { decideIdentity } from './decide.ts';
import { evolveIdentity } from './evolve.ts';
import { identityShape } from './shapes.ts';
import { IdentityState, restoreIdentityState, type IdentitySnapshot } from './state.ts';

/** Behind the numbers of the streams of messages, in a partition of its own range. */
export const identityStreamKey = keyOf(2n ** 38n + 2n ** 22n, 0);

export const identityStream: Decider<IdentityState, IdentityCommand, IdentityEvent> = {
  kind: 'identity',
  initial: () => new IdentityState(),
  restore: (snapshot) => restoreIdentityState(snapshot as IdentitySnapshot),
  decide: decideIdentity,
  evolve: evolveIdentity,
  shape: identityShape,
  hasEnded: () => false,
  outgoing: () => [],
};
