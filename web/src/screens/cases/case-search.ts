/** What stands in the address of a case. */
export const caseTabs = ['story', 'data', 'incidents', 'people', 'work'] as const;
export type CaseTab = (typeof caseTabs)[number];

export interface CaseSearch {
  readonly tab?: CaseTab;
  readonly element?: string;
}

export const readCaseSearch = (raw: Readonly<Record<string, unknown>>): CaseSearch => {
  const tab = caseTabs.find((one) => one === raw['tab']);
  return { ...(tab === undefined ? {} : { tab }), ...(typeof raw['element'] === 'string' ? { element: raw['element'] } : {}) };
};
