/** "Has a variable of this name with this value", for searches of instances and tasks. */
import { sql, type SQL } from 'drizzle-orm';
import { variable } from '../projection/case-tables.ts';
import { and, conditionOn, conditionOnSome, meaningful, type Condition } from './condition.ts';
import { text } from './field.ts';

export interface WantedVariable {
  readonly name: string;
  /** On the value's compact JSON text. */
  readonly value: Condition;
}

/** `where` says which variables count. */
export const withVariables = (wanted: readonly WantedVariable[], where: SQL): SQL =>
  and(
    wanted.map(({ name, value }) =>
      conditionOnSome(meaningful(value) ?? { $exists: true }, (inner) =>
        sql`exists (select from ${variable} where ${where} and ${variable.name} = ${name}::text and ${conditionOn(text(variable.value), inner)})`),
    ),
  );
