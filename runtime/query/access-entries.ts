import { sql } from 'drizzle-orm';
import type { AccessAct } from '../../engine/access/index.ts';
import type { ActorKind, ActorMethod } from '../../engine/stream/index.ts';
import { accessEntry } from '../projection/access-tables.ts';
import { caseKey, instant, integer, key, nullable, text } from './field.ts';
import { written } from './search.ts';

const fields = {
  entryKey: key(accessEntry.key),
  at: instant(accessEntry.at),
  act: text<AccessAct>(accessEntry.act),
  who: nullable(text(accessEntry.who)),
  kind: text<ActorKind>(accessEntry.kind),
  method: text<ActorMethod>(accessEntry.method),
  what: nullable(text(accessEntry.what)),
  subject: nullable(key(accessEntry.subject)),
  caseKey: nullable(caseKey(accessEntry.subject)),
  count: integer(accessEntry.times),
};

/** Who came. The order of keys is that in which it was noted. */
export const accessEntries = written({ fields, from: sql`${accessEntry}`, key: 'entryKey' });
