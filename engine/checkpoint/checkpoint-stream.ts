/** The stream of checkpoints: one for an installation. What it says stands in the log before the checkpoint that follows is signed. */
import { UnknownEventError, type Context as StreamContext, type Decider } from '../stream/decider.ts';
import type { StreamState } from '../stream/draft.ts';
import { keyOf } from '../stream/key.ts';
import { ranges } from '../stream/ranges.ts';
import { reject, sentence, type Rejection } from '../stream/rejection.ts';
import { assign, UndoLog } from '../stream/undo-log.ts';
import type { CheckpointCommand, CheckpointEvent } from './command.ts';
import { checkpointShape } from './shapes.ts';

/** Beside the stream of people, in the partition of what is the installation's own. */
export const checkpointStreamKey = keyOf(ranges.identity + 1n, 0);

export class CheckpointState implements StreamState {
  readonly undo = new UndoLog();
  lastOrdinal = 0;
  /** Leaves of the log as of which heads were sealed last. */
  size = 0;
  /** Keys that sign, with the ordinal under which they were introduced. */
  keys: { readonly [key: string]: number } = {};

  toJSON(): { readonly lastOrdinal: number; readonly size: number; readonly keys: { readonly [key: string]: number } } {
    const { lastOrdinal, size, keys } = this;
    return { lastOrdinal, size, keys };
  }
}

type Context = StreamContext<CheckpointState, CheckpointEvent, undefined>;

const sealHeads = ({ draft }: Context, { size, streams, root }: Extract<CheckpointCommand, { type: 'SealHeads' }>): Rejection | undefined => {
  if (size <= draft.state.size) return reject('INVALID_STATE', sentence`Expected heads as of more than ${draft.state.size} leaves, but these are of ${size}`);
  draft.emit({ type: 'HeadsSealed', size, streams, root });
  return undefined;
};

const introduceKey = ({ draft }: Context, key: string): Rejection | undefined => {
  if (Object.hasOwn(draft.state.keys, key)) return reject('ALREADY_EXISTS', sentence`Expected a new key, but ${key} signs already`);
  draft.emit({ type: 'KeyIntroduced', ordinal: draft.state.lastOrdinal + 1, key });
  return undefined;
};

const retireKey = ({ draft }: Context, key: string): Rejection | undefined => {
  const ordinal = Object.hasOwn(draft.state.keys, key) ? draft.state.keys[key] : undefined;
  if (ordinal === undefined) return reject('NOT_FOUND', sentence`Expected a key that signs, but ${key} does not`);
  if (Object.keys(draft.state.keys).length === 1) return reject('INVALID_STATE', sentence`Expected another key that signs before ${key} is retired, but there is none`);
  draft.emit({ type: 'KeyRetired', ordinal, key });
  return undefined;
};

export const checkpointStream: Decider<CheckpointState, CheckpointCommand, CheckpointEvent> = {
  kind: 'checkpoints',
  initial: () => new CheckpointState(),
  restore: (snapshot) => Object.assign(new CheckpointState(), snapshot),
  decide: (ctx, command) => {
    switch (command.type) {
      case 'SealHeads': return sealHeads(ctx, command);
      case 'IntroduceKey': return introduceKey(ctx, command.key);
      case 'RetireKey': return retireKey(ctx, command.key);
    }
  },
  evolve: (state, event) => {
    switch (event.type) {
      case 'HeadsSealed': return assign(state.undo, state, 'size', event.size);
      case 'KeyIntroduced':
        assign(state.undo, state, 'lastOrdinal', event.ordinal);
        return assign(state.undo, state, 'keys', { ...state.keys, [event.key]: event.ordinal });
      case 'KeyRetired':
        return assign(state.undo, state, 'keys', Object.fromEntries(Object.entries(state.keys).filter(([key]) => key !== event.key)));
      default: throw new UnknownEventError((event as { readonly type: string }).type);
    }
  },
  shape: checkpointShape,
  hasEnded: () => false,
  outgoing: () => [],
};
