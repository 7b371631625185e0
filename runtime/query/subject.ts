/** A few words that tell cases of one procedure apart. */
import { sql } from 'drizzle-orm';
import { processInstance } from '../projection/case-tables.ts';

/** Texts of the case itself, as JSON of a length that a line can show. */
const shortText = (name: string): string => `${name}.value like '"%' and length(${name}.value) between 3 and 66`;

/** What the case calls itself: its variable `subject`, else `title`. */
export const titleOfCase = sql`(select titled.value::jsonb #>> '{}' from variable titled where titled.scope_key = ${processInstance.key} and titled.name in ('subject', 'title') and ${sql.raw(shortText('titled'))} order by titled.name limit 1)`;

/** Its title, else its business id, else its first texts. */
export const subjectOfCase = sql`coalesce(${titleOfCase}, ${processInstance.businessId}, (select string_agg(said.value #>> '{}', ' · ') from (
  select first_said.value::jsonb value from variable first_said where first_said.scope_key = ${processInstance.key} and ${sql.raw(shortText('first_said'))} order by first_said.name limit 2) said))`;
