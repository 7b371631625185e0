/**
 * The roles that migrations give rights to. Roles are of the whole cluster, locks of one database: others
 * may be made at the same moment for another installation, which looks like a failure and is none.
 */
import type postgres from 'postgres';

const roles = ['acta_app', 'acta_eraser'] as const;

const codeOf = (error: unknown): unknown => (error as { readonly code?: unknown }).code;
/** There already; a unique index of the catalogue says so as well; a row of it was changed meanwhile. */
const isConcurrent = (error: unknown): boolean => ['42710', '23505', 'XX000'].includes(String(codeOf(error)));
const isForbidden = (error: unknown): boolean => codeOf(error) === '42501';

const triesMax = 10;

/** @throws Error with the statements that an administrator has to run, when the owner may not. */
export const provideRoles = async (sql: postgres.Sql): Promise<void> => {
  try {
    for (const role of roles) await untilDone(() => makeRole(sql, role));
    await untilDone(() => joinApplication(sql));
  } catch (error) {
    if (!isForbidden(error)) throw error;
    const [row] = await sql<{ owner: string }[]>`select quote_ident(current_user) owner`;
    throw new Error(
      `Expected roles acta_app and acta_eraser that ${row?.owner} may grant, but it may not: ${(error as Error).message}. Let an administrator run
  ${roles.map((role) => `create role ${role} nologin;`).join(' ')} -- those that are not there yet
  grant acta_app to ${row?.owner} with admin option;`,
      { cause: error },
    );
  }
};

const makeRole = async (sql: postgres.Sql, role: string): Promise<void> => {
  const found = await sql`select from pg_roles where rolname = ${role}`;
  if (found.length === 0) await sql.unsafe(`create role ${role} nologin`);
};

/** Who migrates must be able to become the application's role. A superuser is no member, though it may do what one may. */
const joinApplication = async (sql: postgres.Sql): Promise<void> => {
  const found = await sql`
    select from pg_auth_members where roleid = to_regrole('acta_app') and member = to_regrole(quote_ident(current_user))`;
  if (found.length === 0) await sql.unsafe('grant acta_app to current_user');
};

const untilDone = async (work: () => Promise<void>): Promise<void> => {
  for (let tries = 1; ; tries += 1)
    try {
      return await work();
    } catch (error) {
      if (!isConcurrent(error) || tries === triesMax) throw error;
    }
};
