/** The directory of people in the runtime. */
import { identityStream, type IdentityCommand, type IdentityEvent, type IdentityState } from '../../engine/identity/index.ts';
import { projectIdentity } from '../projection/project-identity.ts';
import type { StreamKind } from './stream-kind.ts';

const prepared = { model: undefined, definition: null };

export const identityKind: StreamKind<IdentityState, IdentityCommand, IdentityEvent, undefined> = {
  decider: identityStream,
  prepare: () => prepared,
  project: projectIdentity,
};
