/** Who came: signed in or failed to, was refused, looked at a case. */
import { z } from 'zod';
import { dateTimeFilter, enumFilter, integerFilter, keyFilter, textFilter } from './filter.ts';
import { instant, key } from './key.ts';
import { method } from './identity.ts';
import { searchRequest, searchResult } from './search.ts';

const acts = ['signIn', 'signInFailed', 'refusal', 'view', 'more'] as const;

export const accessEntry = z
  .strictObject({
    entryKey: key,
    at: instant.meta({ description: 'The minute in which it happened.' }),
    act: z.enum(acts).meta({ description: '`more`: what a minute brought beyond its bound, counted and not told apart.' }),
    who: z.string().nullable().meta({ description: 'Of a failed sign-in the account that was tried, where there is one.' }),
    kind: z.enum(['person', 'client', 'anonymous', 'engine']),
    method,
    what: z.string().nullable().meta({ description: 'Of a refusal the operation, of a view what was seen, of a failed sign-in why.' }),
    subject: key.nullable().meta({ description: 'The case, or the thing in a case.' }),
    caseKey: key.nullable(),
    count: z.int().meta({ description: 'How often it happened in that minute.' }),
  })
  .meta({ id: 'AccessEntry' });

export const accessSearch = searchRequest(
  z.strictObject({
    entryKey: keyFilter.optional(),
    at: dateTimeFilter.optional(),
    act: enumFilter(acts).optional(),
    who: textFilter.optional(),
    kind: textFilter.optional(),
    method: textFilter.optional(),
    what: textFilter.optional(),
    subject: keyFilter.optional(),
    caseKey: keyFilter.optional(),
    count: integerFilter.optional(),
  }),
  ['entryKey', 'at', 'act', 'who', 'count'],
);

export const accessPage = searchResult(accessEntry);
