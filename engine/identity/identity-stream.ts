/** The people of an installation as a stream: one, so that ids are taken once and an administrator is always left. */
import { keyOf } from '../stream/key.ts';
import type { Decider } from '../stream/decider.ts';
import { ranges } from '../stream/ranges.ts';
import type { IdentityCommand, IdentityEvent } from './command.ts';
import { decideIdentity } from './decide.ts';
import { evolveIdentity } from './evolve.ts';
import { identityShape } from './shapes.ts';
import { IdentityState, restoreIdentityState, type IdentitySnapshot } from './state.ts';

export const identityStreamKey = keyOf(ranges.identity, 0);

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
