/** Scalars of the API. A key is a decimal string on the wire, never a number: it may exceed 2^53. */
import { z } from 'zod';

/** Decimal text of an int8. */
export const key = z
  .string()
  .regex(/^-?[0-9]{1,24}$/)
  .meta({ id: 'Key', description: 'A key: the decimal text of a 64-bit number.', examples: ['4194304'] });

/** The only tenant there is; clients of the wire format send it, and it may be left out. */
export const theTenant = '<default>';

export const tenantId = z
  .string()
  .refine((tenant) => tenant === theTenant, {
    error: (issue) => `Expected to handle the request with tenant identifier '${theTenant}', but it is '${String(issue.input)}' and multi-tenancy is disabled`,
    params: { title: 'INVALID_ARGUMENT' },
  })
  .meta({ description: `Only '${theTenant}'.`, default: theTenant });

/** Ids, names and keys of the outside that an index holds. */
export const name = z.string().min(1).max(512);

/** The database knows no year 0 and no zone that is sixteen hours away. */
const isOnCalendar = (text: string): boolean => !text.startsWith('0000') && !/[+-](?:1[6-9]|2\d)(?::?\d\d)?$/.test(text);

/** ISO 8601 with zone. It is kept as given. */
export const dateTime = z.iso.datetime({ offset: true }).refine(isOnCalendar, {
  error: (issue) => `Expected a date and time of a year from 1 and a zone within 15 hours, but it is '${String(issue.input)}'`,
}).meta({ examples: ['2027-12-31T23:59:59.000Z'] });

/** Written by the server: UTC with milliseconds. */
export const instant = z.string().meta({ format: 'date-time' });

export const operationReference = z.number().int().min(1).meta({ description: 'Accepted and not interpreted.' });
