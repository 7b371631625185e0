/** Timers that start cases and wait; the key begins with the number of their stream. */
import { projected } from '../table/projected.ts';
import { instant, int8, table, text } from '../table/table.ts';

export const startTimer = table('start_timer', { key: int8, definitionKey: int8, elementId: text, dueAt: instant });

export const scheduleTables = { startTimers: projected(startTimer, { id: ['key'], owner: 'key' }) };
