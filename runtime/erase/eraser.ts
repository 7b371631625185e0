/** The same database in the role that may erase: where one process owns it, no other login is needed. */
import type { Database } from '../port/database.ts';

export const asEraser = (database: Database): Database => ({
  query: (text, parameters) => database.query(text, parameters),
  queryValues: (text, parameters) => database.queryValues(text, parameters),
  exclusive: database.exclusive,
  concurrency: 1,
  close: () => Promise.resolve(),
  transaction: (work) =>
    database.transaction(async (transaction) => {
      await transaction.query('set local role acta_eraser');
      return work(transaction);
    }),
});
