/** From the events of the stream of checkpoints to rows. The heads stand in the log itself. */
import type { CheckpointCommand, CheckpointEvent } from '../../engine/checkpoint/index.ts';
import { siblingKey } from '../../engine/stream/index.ts';
import type { Projection } from './projection.ts';

export const projectCheckpoint = (event: CheckpointEvent, { rows, at, stream }: Projection, _command: CheckpointCommand): void => {
  if (event.type === 'HeadsSealed') return;
  const { ordinal, key } = event;
  const rowId = siblingKey(stream, ordinal);
  if (event.type === 'KeyIntroduced') rows.logKeys.put(rowId, { ordinal, key, introducedAt: at, retiredAt: null });
  else rows.logKeys.change(rowId, { ordinal }, { retiredAt: at });
};
