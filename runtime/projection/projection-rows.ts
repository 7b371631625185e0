/** All rows that a batch of steps makes and changes, by table. */
import type { Projected } from '../table/projected.ts';
import { accessTables } from './access-tables.ts';
import { caseTables } from './case-tables.ts';
import { checkpointTables } from './checkpoint-tables.ts';
import { definitionTables } from './definition-tables.ts';
import { identityTables } from './identity-tables.ts';
import { scheduleTables } from './schedule-tables.ts';
import { messageTables } from './message-tables.ts';

const tables = { ...caseTables, ...messageTables, ...scheduleTables, ...identityTables, ...accessTables, ...checkpointTables, ...definitionTables };

/** In an order in which they can be filled. */
export const projections: { readonly [N in keyof ProjectionRows]: Projected } = tables;
export const projectionNames = Object.keys(tables) as readonly (keyof ProjectionRows)[];

export type ProjectionRows = { readonly [N in keyof typeof tables]: ReturnType<(typeof tables)[N]['collect']> };

export const projectionRows = (): ProjectionRows =>
  Object.fromEntries(projectionNames.map((name) => [name, tables[name].collect()])) as unknown as ProjectionRows;
