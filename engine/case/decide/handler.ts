/** What decides a command, by its type. */
import { reject, sentence, type Rejection } from '../../stream/rejection.ts';
import type { Ordinal } from '../../stream/key.ts';
import type { CommandOf, CommandType } from '../command.ts';
import type { Dialect, Outcome } from '../dialect.ts';
import type { Context } from '../draft.ts';

export type Handler<T extends CommandType> = (dialect: Dialect<unknown>, ctx: Context, command: CommandOf<T>) => Outcome;
export type Handlers<T extends CommandType> = { readonly [K in T]: Handler<K> };
export type Proceed = (dialect: Dialect<unknown>, ctx: Context) => Outcome;

/** `verb` and `what` as in "Expected to complete user task with key …". */
export const noSuch = (verb: string, what: string, ordinal: Ordinal): Rejection =>
  reject('NOT_FOUND', sentence`Expected to ${verb} ${what} with key '${{ key: ordinal }}', but no such ${what} was found`);
