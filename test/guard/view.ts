/** What a case is like from outside: rows by the names of their subjects, without keys, times as seconds since the script began. */
import type { Json } from './recording.ts';
import { nameElements, Subjects, type Found, type FoundCase, type Row } from './subject.ts';

export type View = ReadonlyMap<string, Row>;

/** What is as always is left out, to keep recordings small. */
const isUsual = (value: unknown): boolean =>
  value === null || value === undefined || value === false || (typeof value === 'object' && Object.keys(value).length === 0);

const compact = (row: { readonly [field: string]: unknown }): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => !isUsual(value))) as Row;

/** Builds the view of the cases of one script. */
export class ViewBuilder {
  readonly rows = new Map<string, Row>();
  readonly subjects = new Subjects();
  readonly #start: number;
  /** Names of forms by key. */
  readonly #forms: ReadonlyMap<string, string>;

  constructor(start: number, forms: ReadonlyMap<string, string>) {
    this.#start = start;
    this.#forms = forms;
  }

  addCase(found: FoundCase, number: number): void {
    const suffix = number === 1 ? '' : ` of case#${number}`;
    const names = nameElements(found.elements);
    const element = (key: unknown): string => names.get(String(key)) ?? 'nothing';
    const rowsOf = (list: readonly Found[], key: string, rowOf: (row: Found) => readonly [name: string, row: Row]): void => {
      const rows = list.map((row): readonly [string, Row] => {
        const [name, seen] = rowOf(row);
        return [this.subjects.add(`${name}${suffix}`, String(row[key])), seen];
      });
      // Elements stand in the order in which they began: that is the way the case took. For the rest the order says nothing.
      for (const [name, row] of key === 'elementInstanceKey' ? rows : rows.toSorted(byName)) this.rows.set(name, row);
    };
    this.rows.set(this.subjects.add(number === 1 ? 'case' : `case#${number}`, found.key), this.#case(found.instance));
    rowsOf(found.elements, 'elementInstanceKey', (row) => [`element ${element(row['elementInstanceKey'])}`, this.#element(row)]);
    rowsOf(found.tasks, 'userTaskKey', (row) => [`task ${element(row['elementInstanceKey'])}`, this.#task(row)]);
    rowsOf(found.jobs, 'jobKey', (row) => [`job ${element(row['elementInstanceKey'])}`, this.#job(row)]);
    rowsOf(found.timers, 'timerKey', (row) => [`timer ${String(row['elementId'])} on ${element(row['elementInstanceKey'])}`, { due: this.#time(row['dueDate']) }]);
    rowsOf(found.subscriptions, 'messageSubscriptionKey', (row) => [
      `subscription ${String(row['elementId'])} on ${element(row['elementInstanceKey'])}`,
      this.#subscription(row),
    ]);
    rowsOf(found.incidents, 'incidentKey', (row) => [`incident ${element(row['elementInstanceKey'])}`, this.#incident(row)]);
    rowsOf(found.variables, 'variableKey', (row) => {
      const scope = row['scopeKey'] === found.key ? '' : `${element(row['scopeKey'])}.`;
      return [`variable ${scope}${String(row['name'])}`, { value: valueOf(String(row['value'])) }];
    });
    if (found.events.length > 0) this.rows.set(`accepts${suffix}`, acceptedRow(found.events));
  }

  #time(instant: unknown): number | null {
    return instant === null ? null : (Date.parse(instant as string) - this.#start) / 1_000;
  }

  #case(row: Found): Row {
    const { processDefinitionId, processDefinitionVersion, state, hasIncident, tags, businessId } = row;
    const definition = `${String(processDefinitionId)} v${String(processDefinitionVersion)}`;
    return compact({ definition, state, hasIncident, tags, businessId, from: this.#time(row['startDate']), to: this.#time(row['endDate']) });
  }

  #element(row: Found): Row {
    const { type, state, hasIncident } = row;
    return compact({ type, state, hasIncident, from: this.#time(row['startDate']), to: this.#time(row['endDate']) });
  }

  #task(row: Found): Row {
    const { name, state, assignee, candidateGroups, candidateUsers, dueDate, followUpDate, externalFormReference, customHeaders, priority } = row;
    const form = row['formKey'] === null ? null : (this.#forms.get(row['formKey'] as string) ?? 'unknown');
    const times = { from: this.#time(row['creationDate']), to: this.#time(row['completionDate']) };
    return compact({ name, state, assignee, candidateGroups, candidateUsers, priority, dueDate, followUpDate, form, externalFormReference, customHeaders, ...times });
  }

  #job(row: Found): Row {
    const { type, state, retries, worker, errorCode, errorMessage, customHeaders } = row;
    const times = { deadline: this.#time(row['deadline']), from: this.#time(row['creationTime']), to: this.#time(row['endTime']) };
    return compact({ type, state, retries, worker: worker === '' ? null : worker, errorCode, errorMessage, customHeaders, ...times });
  }

  #subscription(row: Found): Row {
    const { messageName, correlationKey, messageSubscriptionState: state } = row;
    return compact({ messageName, correlationKey, state, updated: this.#time(row['lastUpdatedDate']) });
  }

  #incident(row: Found): Row {
    const { errorType, state, errorMessage, jobKey } = row;
    const job = jobKey === null ? null : (this.subjects.nameOf(jobKey) ?? 'unknown');
    return compact({ errorType, state, errorMessage: this.subjects.withoutKeys(String(errorMessage)), job, from: this.#time(row['creationTime']) });
  }
}

/** The value; its text when a number in it is beyond what JavaScript holds. */
const valueOf = (text: string): Json => {
  const value = JSON.parse(text) as Json;
  return JSON.stringify(value) === text ? value : text;
};

const byName = ([a]: readonly [string, Row], [b]: readonly [string, Row]): number => (a < b ? -1 : 1);

const acceptedRow = (events: readonly Found[]): Row => {
  const entries = events.map(({ event, states, guards }) => [String(event), compact({ states, guards })] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
};
