/** `acta user`: whoever reaches the database makes a user there, or gives one a password and roles: the way back in when nobody may administer. On the record as the engine's act. */
import { roles, type Grant, type Role } from '../../engine/identity/index.ts';
import { engineActor } from '../../engine/stream/index.ts';
import { Identities } from '../../runtime/identity/identities.ts';
import { passwordRefusal } from '../../runtime/identity/passwords.ts';
import { silentLog } from '../../runtime/port/log.ts';
import { openRuntime } from '../../runtime/runtime.ts';
import type { Output } from '../output.ts';
import { readSettings, SettingsError } from '../settings.ts';
import { Shutdown } from '../shutdown.ts';
import { openDatabase } from './installation.ts';

export interface UserOptions {
  readonly role?: readonly string[];
}

const roleOf = (name: string): Role => {
  const found = roles.find((role) => role === name);
  if (found === undefined) throw new SettingsError(`Expected --role to be one of ${roles.join(', ')}, but it is '${name}'`);
  return found;
};

const passwordOf = (user: string): string => {
  const password = process.env['ACTA_PASSWORD'] ?? '';
  if (password === '') throw new SettingsError('Expected ACTA_PASSWORD to be the new password, but it is not set');
  const refusal = passwordRefusal(password, user);
  if (refusal !== undefined) throw new SettingsError(refusal);
  return password;
};

const change = async (identities: Identities, user: string, grants: readonly Grant[]): Promise<'created' | 'changed'> => {
  const isKnown = (await identities.directory.current()).users.has(user);
  const commands = isKnown
    ? [{ type: 'NotePassword', user } as const, ...grants.map((grant) => ({ type: 'GrantRole', to: { kind: 'user', id: user }, grant }) as const)]
    : [{ type: 'CreateUser', user, name: user, email: null, sample: false, grants, groups: [] } as const];
  for (const command of commands) {
    const result = await identities.command(command, { actor: engineActor });
    if (result.kind === 'rejected') throw new SettingsError(result.message);
  }
  return isKnown ? 'changed' : 'created';
};

export const user = async (output: Output, name: string, { role = ['employee'] }: UserOptions): Promise<void> => {
  const grants = role.map((one) => ({ role: roleOf(one), scope: [] }));
  const password = passwordOf(name);
  const shutdown = new Shutdown();
  try {
    const { database } = await openDatabase(readSettings(process.env), silentLog, shutdown);
    const runtime = await openRuntime({ database });
    try {
      const identities = new Identities(runtime);
      const outcome = await change(identities, name, grants);
      await identities.passwords.set(name, password);
      output.print({ user: name, outcome, roles: role }, () => `User ${name} was ${outcome}, with the role ${role.join(', ')}`);
    } finally {
      await runtime.close();
    }
  } finally {
    await shutdown.stop();
  }
};
