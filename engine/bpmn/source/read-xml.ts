/** BPMN XML to elements. What bpmn-moddle warns about is an error here, with element and line. */
import { BpmnModdle, type ParsedElement, type ParseWarning } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Problem } from '../../case/compilation.ts';
import type { BpmnElement } from './bpmn-element.ts';
import { locate } from './locate.ts';
import { Report } from './report.ts';

export type Reading =
  | { readonly ok: true; readonly definitions: BpmnElement; readonly report: Report }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** What has no id (an extension) is placed at the element around it. */
const nearestId = (element: ParsedElement | undefined): string | undefined =>
  element === undefined ? undefined : (element.id ?? nearestId(element.$parent));

const legalId = (nested: string): string =>
  nested.startsWith('illegal ID') ? ' (an id begins with a letter from a to z or _, and holds such letters, digits, _, - and .; what people read is the name)' : '';

/** Line and cause stand in the text of bpmn-moddle's message; its lines count from 0. */
const ofWarning = (warning: ParseWarning, lines: ReadonlyMap<string, number>): Problem => {
  const [summary = '', ...details] = warning.message.split('\n\t');
  const detail = (name: string): string | undefined =>
    details.find((text) => text.startsWith(`${name}: `))?.slice(name.length + 2);
  const nested = detail('nested error');
  const id = nearestId(warning.element);
  const told = detail('line');
  const line = told === undefined ? (id === undefined ? undefined : lines.get(id)) : Number(told) + 1;
  const cause = summary.replace(/\s+/g, ' ').trim();
  return {
    severity: 'error',
    message: `Expected readable BPMN, but ${cause}${nested === undefined ? '' : `: ${nested}${legalId(nested)}`}`,
    ...(id === undefined ? {} : { element: id }),
    ...(line === undefined ? {} : { line }),
  };
};

const causeOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A file as far as it can be read, and everything that could not be. */
export interface Import {
  readonly definitions?: BpmnElement;
  readonly problems: readonly Problem[];
  readonly lines: ReadonlyMap<string, number>;
}

/** Reads any BPMN, executable or not; what it holds is kept, also what the engine does not use. */
export const importXml = async (xml: string): Promise<Import> => {
  const { lines, problems } = locate(xml);
  if (problems.length > 0) return { problems, lines };
  try {
    const { rootElement, warnings } = await new BpmnModdle({ zeebe }).fromXML(xml);
    const definitions = rootElement as BpmnElement;
    const unread = warnings.map((warning) => ofWarning(warning, lines));
    if (definitions.$type === 'bpmn:Definitions') return { definitions, problems: unread, lines };
    const root: Problem = { severity: 'error', message: `Expected BPMN definitions, but the root element is '${definitions.$type}'`, line: 1 };
    return { problems: unread.length > 0 ? unread : [root], lines };
  } catch (error) {
    const [cause = ''] = causeOf(error).split('\n');
    return { problems: [{ severity: 'error', message: `Expected BPMN XML, but ${cause}`, line: 1 }], lines };
  }
};

/** Reads what is to be deployed: a file that is not read in full is refused. */
export const readXml = async (xml: string): Promise<Reading> => {
  const { definitions, problems, lines } = await importXml(xml);
  if (definitions === undefined || problems.length > 0) return { ok: false, problems };
  return { ok: true, definitions, report: new Report(lines) };
};
