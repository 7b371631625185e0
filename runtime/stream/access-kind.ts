/** Days of who came, in the runtime. */
import { accessStream, type AccessCommand, type AccessEvent, type AccessState } from '../../engine/access/index.ts';
import { projectAccess } from '../projection/project-access.ts';
import type { StreamKind } from './stream-kind.ts';

const prepared = { model: undefined, definition: null };

export const accessKind: StreamKind<AccessState, AccessCommand, AccessEvent, undefined> = {
  decider: accessStream,
  prepare: () => prepared,
  project: projectAccess,
};
