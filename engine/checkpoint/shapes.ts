/** The stream of checkpoints as it stands in the journal. An order or a default here is never changed. */
import { asCommanded, required, type StreamShape } from '../stream/shape.ts';
import type { CheckpointCommand, CheckpointEvent } from './command.ts';

const heads = { size: asCommanded, streams: asCommanded, root: asCommanded } as const;

export const checkpointShape: StreamShape<CheckpointCommand, CheckpointEvent> = {
  commands: {
    SealHeads: ['LH', { size: required, streams: required, root: required }],
    IntroduceKey: ['LK', { key: required }],
    RetireKey: ['LX', { key: required }],
  },
  events: {
    HeadsSealed: ['lh', heads],
    KeyIntroduced: ['lk', { ordinal: required, key: asCommanded }],
    KeyRetired: ['lx', { ordinal: required, key: asCommanded }],
  },
  endings: [],
};
