/** Everybody there is, as far as decisions about them need it. */
import type { StreamState } from '../stream/draft.ts';
import type { Ordinal } from '../stream/key.ts';
import { Table, type RowChanged } from '../stream/table.ts';
import { UndoLog } from '../stream/undo-log.ts';
import type { Grant, GranteeKind, Role } from './command.ts';

export interface User {
  readonly user: string;
  readonly name: string;
  readonly email: string | null;
  readonly isActive: boolean;
}

export interface Group {
  readonly group: string;
  readonly name: string;
  readonly description: string | null;
}

export interface Member {
  readonly group: string;
  readonly user: string;
}

export interface Granted extends Readonly<Grant> {
  readonly to: GranteeKind;
  readonly id: string;
}

export interface ApiKey {
  readonly apiKey: string;
}

/** Rows by what names them: one row each. */
class Lookup<T> {
  readonly #ordinals = new Map<string, Ordinal>();
  readonly #nameOf: (row: T) => string;

  constructor(nameOf: (row: T) => string) {
    this.#nameOf = nameOf;
  }

  get(name: string): Ordinal | undefined {
    return this.#ordinals.get(name);
  }

  readonly changed: RowChanged<T> = (ordinal, before, after) => {
    if (before !== undefined) this.#ordinals.delete(this.#nameOf(before));
    if (after !== undefined) this.#ordinals.set(this.#nameOf(after), ordinal);
  };
}

export const memberName = (group: string, user: string): string => `${group}\u0000${user}`;
export const grantName = (to: GranteeKind, id: string, role: Role): string => `${to}\u0000${id}\u0000${role}`;

const together = (): Ordinal => 0;

type Rows<T> = readonly (readonly [Ordinal, T])[];

export interface IdentitySnapshot {
  readonly lastOrdinal: Ordinal;
  readonly deleted: readonly string[];
  readonly users: Rows<User>;
  readonly groups: Rows<Group>;
  readonly members: Rows<Member>;
  readonly grants: Rows<Granted>;
  readonly apiKeys: Rows<ApiKey>;
}

export class IdentityState implements StreamState {
  readonly undo = new UndoLog();
  lastOrdinal: Ordinal = 0;
  /** Ids that must not come to mean somebody else. */
  readonly deleted = new Set<string>();
  readonly byUser = new Lookup<User>(({ user }) => user);
  readonly byGroup = new Lookup<Group>(({ group }) => group);
  readonly byMember = new Lookup<Member>(({ group, user }) => memberName(group, user));
  readonly byGrant = new Lookup<Granted>(({ to, id, role }) => grantName(to, id, role));
  readonly byApiKey = new Lookup<ApiKey>(({ apiKey }) => apiKey);
  readonly users = new Table<User>(this.undo, together, undefined, this.byUser.changed);
  readonly groups = new Table<Group>(this.undo, together, undefined, this.byGroup.changed);
  readonly members = new Table<Member>(this.undo, together, undefined, this.byMember.changed);
  readonly grants = new Table<Granted>(this.undo, together, undefined, this.byGrant.changed);
  readonly apiKeys = new Table<ApiKey>(this.undo, together, undefined, this.byApiKey.changed);

  toJSON(): IdentitySnapshot {
    const { lastOrdinal, users, groups, members, grants, apiKeys } = this;
    return {
      lastOrdinal, deleted: [...this.deleted], users: users.entries(), groups: groups.entries(), members: members.entries(),
      grants: grants.entries(), apiKeys: apiKeys.entries(),
    };
  }
}

export const restoreIdentityState = (snapshot: IdentitySnapshot): IdentityState => {
  const state = new IdentityState();
  state.lastOrdinal = snapshot.lastOrdinal;
  for (const id of snapshot.deleted) state.deleted.add(id);
  for (const [ordinal, row] of snapshot.users) state.users.set(ordinal, row);
  for (const [ordinal, row] of snapshot.groups) state.groups.set(ordinal, row);
  for (const [ordinal, row] of snapshot.members) state.members.set(ordinal, row);
  for (const [ordinal, row] of snapshot.grants) state.grants.set(ordinal, row);
  for (const [ordinal, row] of snapshot.apiKeys) state.apiKeys.set(ordinal, row);
  return state;
};
