import { SettingsError } from '../settings.ts';

/** What fails at the start is mostly outside of Acta: one line says what. */
export const expecting = (what: string) => (error: unknown): never => {
  const reason = error instanceof Error ? error.message : String(error);
  throw reason.startsWith('Expected ') ? error : new SettingsError(`Expected ${what}, but ${reason}`, { cause: error });
};
