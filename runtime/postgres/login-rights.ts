/**
 * What a login of Postgres could do beyond the application's work. A process that is taken over has every
 * right of its login, whatever role it works as: only a login that is nothing but a member of `acta_app`
 * cannot change the journal.
 */
import postgres from 'postgres';

export interface LoginRights {
  readonly login: string;
  /** Why it could change the journal, in words; empty: it could not. */
  readonly excess: readonly string[];
}

/** Roles of Postgres itself by which all that is written can be changed. */
const mighty = ['pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program'];

interface Found {
  readonly login: string;
  readonly superuser: boolean;
  readonly makes_roles: boolean;
  readonly owned: string | null;
  readonly roles: readonly string[];
  readonly changes: boolean;
}

/** Asks as the login itself. `schemaname` is empty before the first migration. */
const question = `
  with reachable as (select oid, rolname, rolsuper, rolcreaterole from pg_roles where pg_has_role(session_user, oid, 'member')),
    owners as (
      select datdba owner, 'database ' || datname what from pg_database where datname = current_database()
      union all select nspowner, 'schema ' || nspname from pg_namespace where nspname = 'public'
      union all select relowner, 'table ' || relname from pg_class where relnamespace = to_regnamespace('public') and relname = 'step')
  select session_user login,
    exists (select from reachable where rolsuper) superuser,
    exists (select from reachable where rolcreaterole) makes_roles,
    (select min(what) from owners join reachable on oid = owner) owned,
    array(select rolname::text from reachable where rolname = any (array['acta_eraser', '${mighty.join("', '")}']) order by 1) roles,
    to_regclass('public.step') is not null and has_table_privilege(session_user, to_regclass('public.step'), 'update, delete, truncate, trigger') changes`;

const excessOf = ({ superuser, makes_roles, owned, roles, changes }: Found): string[] => {
  if (superuser) return ['it is, or can become, a superuser'];
  return [
    ...(makes_roles ? ['it may make roles'] : []),
    ...(owned === null ? [] : [`it owns the ${owned}`]),
    ...roles.map((role) => `it is in role ${role}`),
    ...(changes && owned === null ? ['it has rights of its own to change the table step'] : []),
  ];
};

export const readLoginRights = async (url: string): Promise<LoginRights> => {
  const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => undefined });
  try {
    const [found] = (await sql.unsafe(question)) as unknown as Found[];
    if (found === undefined) throw new Error('Expected Postgres to tell the rights of a login, but it did not');
    return { login: found.login, excess: excessOf(found) };
  } finally {
    await sql.end();
  }
};

/** Its value may hold a password: the addresses are not told. */
export const excessRefusal = ({ login, excess }: LoginRights): string =>
  `Expected DATABASE_URL to be a login that can do the application's work only, but '${login}' could change the journal: ${excess.join(', ')}.
Set ACTA_MIGRATE_URL to it instead, run 'acta migrate', then in that database
  create role acta_server login password '...' in role acta_app;
and set DATABASE_URL to the login acta_server. ACTA_ALLOW_OWNER=true lets '${login}' work all the same.`;
