/** The stream of checkpoints in the runtime. */
import { checkpointStream, type CheckpointCommand, type CheckpointEvent, type CheckpointState } from '../../engine/checkpoint/index.ts';
import { projectCheckpoint } from '../projection/project-checkpoint.ts';
import type { StreamKind } from './stream-kind.ts';

const prepared = { model: undefined, definition: null };

export const checkpointKind: StreamKind<CheckpointState, CheckpointCommand, CheckpointEvent, undefined> = {
  decider: checkpointStream,
  prepare: () => prepared,
  project: projectCheckpoint,
};
