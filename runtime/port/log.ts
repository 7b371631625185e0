/**
 * What an operator reads. It names kinds of things, keys and codes, never values of cases, names of
 * people or what clients wrote: logs go to more places than the journal.
 */
export type LogField = string | number | boolean | null | readonly string[];
export type LogFields = Readonly<Record<string, LogField | undefined>>;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface Log {
  /** Whether `debug` goes anywhere: what is told of every request need not be made up else. */
  readonly debugs: boolean;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const nothing = (): void => undefined;
export const silentLog: Log = { debugs: false, debug: nothing, info: nothing, warn: nothing, error: nothing };

/** Codes of Postgres: five characters. Messages of class 22 (data exception) repeat the data. */
const isSqlState = (code: string): boolean => /^[0-9A-Z]{5}$/.test(code);

interface Coded extends Error {
  readonly code?: unknown;
  readonly syscall?: unknown;
}

/** Of the system or a store: these speak of addresses and limits. All other messages may repeat what a client sent. */
const isOfSystem = ({ code, syscall, name }: Coded): boolean =>
  syscall !== undefined || name === 'ReplyError' || (typeof code === 'string' && ((isSqlState(code) && !code.startsWith('22')) || code.startsWith('CONN')));

const framesOf = ({ stack = '' }: Error): string[] => stack.split('\n').filter((line) => /^\s+at /.test(line)).map((line) => line.trim()).slice(0, 8);

/** An error in fields that may be logged. */
export const errorFields = (error: unknown): LogFields => {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code } = error as Coded;
  const causes = [error, error.cause].filter((cause): cause is Coded => cause instanceof Error);
  const isKnown = causes.some(isOfSystem);
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(isKnown ? { reason: error.message } : { at: framesOf(error) }),
  };
};
