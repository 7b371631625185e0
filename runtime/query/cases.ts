/** Cases as people look for them: as `/v2` has them, with who started them and what they are about. */
import { sql } from 'drizzle-orm';
import { processInstance } from '../projection/case-tables.ts';
import { longText, nullable, text } from './field.ts';
import { anywhere } from './inbox.ts';
import { processInstances } from './process-instances.ts';
import { written } from './search.ts';
import { subjectOfCase, titleOfCase } from './subject.ts';

export const cases = written({
  ...processInstances,
  fields: {
    ...processInstances.fields,
    initiator: nullable(text(processInstance.initiator)),
    subject: nullable(longText(subjectOfCase)),
  },
  filters: {
    ...processInstances.filters,
    /** Has started it, has or had a task of it, or has said something. */
    participant: (person: string) => sql`exists (select from participant taking_part where taking_part.case_key = ${processInstance.key} and taking_part.person = ${person}::text)`,
    text: (wanted: string) => sql`(${processInstance.businessId} ilike ${anywhere(wanted)}::text or ${titleOfCase} ilike ${anywhere(wanted)}::text)`,
  },
});
