/** From what was noted of those who came to rows. */
import type { AccessCommand, AccessEvent } from '../../engine/access/index.ts';
import { instantText } from '../../engine/journal/index.ts';
import { siblingKey } from '../../engine/stream/index.ts';
import type { Projection } from './projection.ts';

const minuteMs = 60_000;

export const projectAccess = (event: AccessEvent, { rows, stream }: Projection, _command: AccessCommand): void => {
  if (event.type === 'AccessRepeated') {
    const key = siblingKey(stream, event.ordinal);
    rows.accessEntries.change(key, { key }, { times: event.count });
    return;
  }
  const at = instantText(event.minute * minuteMs);
  for (const [index, { count, who = null, what = null, subject = null, ...entry }] of event.entries.entries()) {
    const key = siblingKey(stream, event.ordinal + index);
    rows.accessEntries.put(key, { key, at, ...entry, who, what, subject, times: count });
  }
};
