/**
 * The directory as one process knows it: all of it in memory, read again when its version in the database was raised.
 * The version is looked at twice a second at most, and only while somebody asks: so a right that was
 * taken away is gone everywhere within that time, and knowing who asks costs no query per request.
 */
import type { Grant, GranteeKind, Role } from '../../engine/identity/index.ts';
import type { Queryable } from '../port/database.ts';

export interface DirectoryUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly isActive: boolean;
  readonly isSample: boolean;
  readonly createdAt: string;
  readonly groups: readonly string[];
}

export interface DirectoryGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string | null;
  readonly members: readonly string[];
}

export interface DirectoryKey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export interface DirectoryGrant extends Readonly<Grant> {
  readonly to: { readonly kind: GranteeKind; readonly id: string };
}

/** The directory at one version. */
export class DirectoryView {
  readonly version: bigint;
  readonly users: ReadonlyMap<string, DirectoryUser>;
  readonly groups: ReadonlyMap<string, DirectoryGroup>;
  readonly keys: ReadonlyMap<string, DirectoryKey>;
  readonly grants: readonly DirectoryGrant[];
  readonly #byGrantee: ReadonlyMap<string, readonly DirectoryGrant[]>;

  constructor(version: bigint, { users, groups, keys, grants }: Pick<DirectoryView, 'users' | 'groups' | 'keys' | 'grants'>) {
    this.version = version;
    this.users = users;
    this.groups = groups;
    this.keys = keys;
    this.grants = grants;
    this.#byGrantee = grouped(grants, ({ to: { kind, id } }) => `${kind}:${id}`);
  }

  grantsOf(kind: GranteeKind, id: string): readonly DirectoryGrant[] {
    return this.#byGrantee.get(`${kind}:${id}`) ?? [];
  }

  /** What a user may by himself, by his groups, and by what a sign-in provider says of him. */
  grantsOfUser(user: DirectoryUser, claims: readonly string[] = []): readonly DirectoryGrant[] {
    return [
      ...this.grantsOf('user', user.id),
      ...user.groups.flatMap((group) => this.grantsOf('group', group)),
      ...claims.flatMap((claim) => this.grantsOf('claim', claim)),
    ];
  }

  /** Somebody who can sign in may administer; sample people are nobody where that has to be proven. */
  get hasAdministrator(): boolean {
    const isReal = (id: string): boolean => {
      const user = this.users.get(id);
      return user !== undefined && user.isActive && !user.isSample;
    };
    return this.grants.some(({ role, to: { kind, id } }) => role === 'admin' && (kind === 'claim' || (kind === 'user' && isReal(id)) || (kind === 'group' && (this.groups.get(id)?.members ?? []).some(isReal))));
  }
}

const grouped = <T>(rows: readonly T[], nameOf: (row: T) => string): Map<string, T[]> => {
  const lists = new Map<string, T[]>();
  for (const row of rows) {
    const list = lists.get(nameOf(row));
    if (list === undefined) lists.set(nameOf(row), [row]);
    else list.push(row);
  }
  return lists;
};

type Row = Record<string, unknown>;

const readView = async (database: Queryable): Promise<DirectoryView> => {
  // The version first: what changes meanwhile is read again the next time.
  const [row] = await database.query<{ version: bigint }>('select version from access_version');
  if (row === undefined) throw new Error('Expected a migrated database, but it has no version of the directory');
  const [users, groups, members, grants, keys] = [
    await database.query<Row & { id: string; name: string; email: string | null; state: string; sample: boolean; created_at: string }>('select id, name, email, state, sample, created_at from directory_user order by ordinal'),
    await database.query<Row & { id: string; name: string; description: string | null }>('select id, name, description from directory_group order by ordinal'),
    await database.query<Row & { group_id: string; user_id: string }>('select group_id, user_id from group_member order by ordinal'),
    await database.query<Row & { grantee_kind: GranteeKind; grantee_id: string; role: Role; scope: string[] }>('select grantee_kind, grantee_id, role, scope from role_grant order by ordinal'),
    await database.query<Row & { id: string; name: string; created_at: string; expires_at: string | null }>('select id, name, created_at, expires_at from api_key order by ordinal'),
  ];
  const ofUser = grouped(members, (member) => member.user_id);
  const ofGroup = grouped(members, (member) => member.group_id);
  return new DirectoryView(row.version, {
    users: new Map(users.map(({ id, name, email, state, sample, created_at: createdAt }) =>
      [id, { id, name, email, isActive: state === 'active', isSample: sample, createdAt, groups: (ofUser.get(id) ?? []).map((member) => member.group_id) }])),
    groups: new Map(groups.map(({ id, name, description }) => [id, { id, name, description, members: (ofGroup.get(id) ?? []).map((member) => member.user_id) }])),
    keys: new Map(keys.map(({ id, name, created_at: createdAt, expires_at: expiresAt }) => [id, { id, name, createdAt, expiresAt }])),
    grants: grants.map(({ grantee_kind: kind, grantee_id: id, role, scope }) => ({ to: { kind, id }, role, scope })),
  });
};

/** Half of what a right that was taken away may live on. */
const freshMs = 500;

export class Directory {
  readonly #database: Queryable;
  #view: DirectoryView | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<DirectoryView> | undefined;
  readonly #listeners: (() => void)[] = [];

  constructor(database: Queryable) {
    this.#database = database;
  }

  /** Told when something was changed, by whomever. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** What this process has changed is seen by its next request. */
  changed(): void {
    this.#lookedAt = Number.NEGATIVE_INFINITY;
  }

  current(): Promise<DirectoryView> | DirectoryView {
    if (this.#view !== undefined && performance.now() - this.#lookedAt < freshMs) return this.#view;
    return (this.#looking ??= this.#look().finally(() => (this.#looking = undefined)));
  }

  async #look(): Promise<DirectoryView> {
    const at = performance.now();
    const known = this.#view;
    if (known !== undefined) {
      const [row] = await this.#database.query<{ version: bigint }>('select version from access_version');
      if (row?.version === known.version) {
        this.#lookedAt = at;
        return known;
      }
    }
    this.#view = await readView(this.#database);
    this.#lookedAt = at;
    for (const told of this.#listeners) told();
    return this.#view;
  }
}
