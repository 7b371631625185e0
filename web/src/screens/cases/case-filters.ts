/** The filters of the list of cases: in the address, as people set them, and as the search takes them. */
export const caseStates = ['active', 'incident', 'completed', 'canceled'] as const;
export type CaseStateFilter = (typeof caseStates)[number];

export interface CasesSearch {
  /** Absent: all. */
  readonly state?: CaseStateFilter;
  readonly definition?: string;
  /** Part of the business id or of the title. */
  readonly q?: string;
  /** Ids of people: who started it, who had to do with it. */
  readonly starter?: string;
  readonly person?: string;
  /** Days, `2026-11-26`, in the time zone of whoever asks. */
  readonly from?: string;
  readonly to?: string;
  /** `name=value`, all of which hold. */
  readonly variable?: readonly string[];
  readonly order?: 'oldest';
}

const day = /^\d{4}-\d{2}-\d{2}$/;
const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : typeof value === 'number' ? String(value) : undefined);
const isSet = <T>(entry: [string, T | undefined]): entry is [string, T] => entry[1] !== undefined;

/** Whatever stands in the address: what is not understood is dropped. */
export const readCasesSearch = (raw: Readonly<Record<string, unknown>>): CasesSearch => {
  const variable = [raw['variable']].flat().map(text).filter((one) => one?.includes('=') === true);
  const dayOf = (value: unknown): string | undefined => (typeof value === 'string' && day.test(value) ? value : undefined);
  const entries: [string, unknown][] = [
    ['state', caseStates.find((state) => state === raw['state'])],
    ['definition', text(raw['definition'])],
    ['q', text(raw['q'])],
    ['starter', text(raw['starter'])],
    ['person', text(raw['person'])],
    ['from', dayOf(raw['from'])],
    ['to', dayOf(raw['to'])],
    ['variable', variable.length === 0 ? undefined : variable],
    ['order', raw['order'] === 'oldest' ? 'oldest' : undefined],
  ];
  return Object.fromEntries(entries.filter(isSet)) as CasesSearch;
};

const states: Readonly<Record<CaseStateFilter, object>> = {
  active: { state: 'ACTIVE' },
  incident: { state: 'ACTIVE', hasIncident: true },
  completed: { state: 'COMPLETED' },
  canceled: { state: 'TERMINATED' },
};

/** A value as people write it: numbers, true, false and null are what they look like, all else is text. */
const jsonText = (value: string): string => (/^(-?\d+(\.\d+)?|true|false|null)$/.test(value) ? value : JSON.stringify(value));

const startOf = (date: string, offsetDays: number): string => {
  const [year = 0, month = 1, dayOfMonth = 1] = date.split('-').map(Number);
  return new Date(year, month - 1, dayOfMonth + offsetDays).toISOString();
};

/** As `/api/cases/search` takes it. Days are whole days, the last one included. */
export const caseFilter = ({ state, definition, q, starter, person, from, to, variable }: CasesSearch): object => ({
  ...(state === undefined ? {} : states[state]),
  ...(definition === undefined ? {} : { processDefinitionId: definition }),
  ...(q === undefined ? {} : { text: q }),
  ...(starter === undefined ? {} : { initiator: starter }),
  ...(person === undefined ? {} : { participant: person }),
  ...(from === undefined && to === undefined ? {} : { startDate: { ...(from === undefined ? {} : { $gte: startOf(from, 0) }), ...(to === undefined ? {} : { $lt: startOf(to, 1) }) } }),
  ...(variable === undefined ? {} : { variables: variable.map((one) => ({ name: one.slice(0, one.indexOf('=')).trim(), value: jsonText(one.slice(one.indexOf('=') + 1).trim()) })) }),
});

/** How many filters are set, other than the state. */
export const filterCount = ({ definition, q, starter, person, from, to, variable = [] }: CasesSearch): number =>
  [definition, q, starter, person, from, to].filter((one) => one !== undefined).length + variable.length;
