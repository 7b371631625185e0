/** The days of access as they stand in the journal. An order or a default here is never changed. */
import { asCommanded, required, type StreamShape } from '../stream/shape.ts';
import type { AccessCommand, AccessEvent } from './command.ts';

export const accessShape: StreamShape<AccessCommand, AccessEvent> = {
  commands: { NoteAccess: ['QN', { minute: required, entries: required }] },
  events: {
    AccessNoted: ['qn', { ordinal: required, minute: asCommanded, entries: asCommanded }],
    AccessRepeated: ['qr', { ordinal: required, count: required }],
  },
  endings: [],
};
