/** What the log says of itself: the heads of all streams, and the keys that sign its checkpoints. */

export type CheckpointCommand =
  /** The heads of all streams as of the first `size` leaves of the log. */
  | {
      readonly type: 'SealHeads';
      readonly size: number;
      /** How many streams there were. */
      readonly streams: number;
      /** Root of the map of heads, base64url. */
      readonly root: string;
    }
  /** A key (`name+id+base64`) signs from now on. */
  | { readonly type: 'IntroduceKey'; readonly key: string }
  | { readonly type: 'RetireKey'; readonly key: string };

export type CheckpointEvent =
  | { readonly type: 'HeadsSealed'; readonly size: number; readonly streams: number; readonly root: string }
  | { readonly type: 'KeyIntroduced'; readonly ordinal: number; readonly key: string }
  | { readonly type: 'KeyRetired'; readonly ordinal: number; readonly key: string };
