/**
 * Which fields of commands and events hold values and so stand in the erasable payload; all others
 * stand in the record. Cases say it in the kernel; the other streams (messages, deployments) here.
 * Only sealing needs the table: opening merges whatever a payload holds, so moving a field between
 * the two leaves old steps readable.
 */
import { commandPayload, eventPayload } from '../case/index.ts';

/** Field names by command or event type. */
export type FieldTable = { readonly [type: string]: readonly string[] | undefined };

export interface PayloadFields {
  readonly commands: ReadonlyMap<string, readonly string[]>;
  readonly events: ReadonlyMap<string, readonly string[]>;
}

const streamCommands: FieldTable = {
  PublishMessage: ['correlationKey', 'variables'],
};

const streamEvents: FieldTable = {
  MessagePublished: ['correlationKey', 'variables'],
};

/** One table of several; a type in two of them has the fields of both. */
const merged = (...tables: readonly FieldTable[]): ReadonlyMap<string, readonly string[]> => {
  const fields = new Map<string, readonly string[]>();
  for (const [type, names] of tables.flatMap((table) => Object.entries(table))) {
    if (names === undefined) continue;
    fields.set(type, [...new Set([...(fields.get(type) ?? []), ...names])]);
  }
  return fields;
};

/** The tables of every stream kind; `more` adds to them. */
export const payloadFieldsWith = (more: { commands?: FieldTable; events?: FieldTable }): PayloadFields => ({
  commands: merged(commandPayload, streamCommands, more.commands ?? {}),
  events: merged(eventPayload, streamEvents, more.events ?? {}),
});

export const payloadFields: PayloadFields = payloadFieldsWith({});
