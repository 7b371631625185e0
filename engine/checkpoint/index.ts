/** The stream of checkpoints' public door. */
export { checkpointStream, checkpointStreamKey } from './checkpoint-stream.ts';
export type { CheckpointState } from './checkpoint-stream.ts';
export type { CheckpointCommand, CheckpointEvent } from './command.ts';
