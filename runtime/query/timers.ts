import { sql } from 'drizzle-orm';
import { timer } from '../projection/case-tables.ts';
import { definitionFields, joinCase } from './case-join.ts';
import { caseKey, instant, key, text } from './field.ts';
import { written } from './search.ts';

const fields = {
  timerKey: key(timer.key),
  dueDate: instant(timer.dueAt),
  elementId: text(timer.elementId),
  elementInstanceKey: key(timer.elementInstanceKey),
  processInstanceKey: caseKey(timer.key),
  ...definitionFields,
};

/** Timers that wait; fired and cancelled ones stand in the journal. */
export const timers = written({ fields, from: sql`${timer} ${joinCase(timer.key)}`, key: 'timerKey' });
