/** What searches read of who came. */
import { projected } from '../table/projected.ts';
import { instant, int4, int8, int8OrNull, table, text, textOrNull } from '../table/table.ts';

/** `at`: the minute; `times`: how often in it. */
export const accessEntry = table('access_entry', {
  key: int8, at: instant, act: text, who: textOrNull, kind: text, method: text, what: textOrNull, subject: int8OrNull, times: int4,
});

export const accessTables = {
  accessEntries: projected(accessEntry, { id: ['key'], owner: 'key', changes: { times: 'kept by null' } }),
};
