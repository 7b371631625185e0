/** The stream of checkpoints as it stands in the journal. An order or a default here is never changed. */
import { asCommanded, required, type StreamShape } from '../stream/shape.ts';
import type { CheckpointCommand, CheckpointEvent } from './command.ts';

const heads = { size: asCommanded, streams: asCommanded, root: asCommanded } as const;

export const checkpointShape: StreamShape<CheckpointCommand, CheckpointEvent> = {
  commands: {
    SealHeads: ['ZH', { size: required, streams: required, root: required }],
    IntroduceKey: ['ZK', { key: required }],
    RetireKey: ['ZX', { key: required }],
  },
  events: {
    HeadsSealed: ['zh', heads],
    KeyIntroduced: ['zk', { ordinal: required, key: asCommanded }],
    KeyRetired: ['zx', { ordinal: required, key: asCommanded }],
  },
  endings: [],
};
