/**
 * What a server saw of those who came: who signed in or failed to, who was refused what, who looked at which case. Ids
 * and names of operations only; never a secret, an address, or what somebody typed.
 */
import type { ActorKind, ActorMethod } from '../stream/actor.ts';
import type { Ordinal } from '../stream/key.ts';

/** `more`: what a minute brought beyond its bound, counted and not told apart. */
export const accessActs = ['signIn', 'signInFailed', 'refusal', 'view', 'more'] as const;
export type AccessAct = (typeof accessActs)[number];

// Types and not interfaces: they stand in the journal as JSON.
export type AccessEntry = {
  readonly act: AccessAct;
  /** Of a failed sign-in the account that was tried, where there is one. Absent: nobody knows. */
  readonly who?: string;
  readonly kind: ActorKind;
  readonly method: ActorMethod;
  /** Of a refusal the operation, of a view what was seen, of a failed sign-in why. */
  readonly what?: string;
  /** Key of the case or of the thing in a case, in decimal. */
  readonly subject?: string;
  /** How often it happened in its minute. */
  readonly count: number;
};

export type AccessCommand = {
  readonly type: 'NoteAccess';
  /** Minutes since the epoch. */
  readonly minute: number;
  readonly entries: readonly AccessEntry[];
};

export type AccessEvent =
  /** Entries are rows of consecutive ordinals; `ordinal` is that of the first. */
  | { readonly type: 'AccessNoted'; readonly ordinal: Ordinal; readonly minute: number; readonly entries: readonly AccessEntry[] }
  /** `count`: in all. */
  | { readonly type: 'AccessRepeated'; readonly ordinal: Ordinal; readonly count: number };
