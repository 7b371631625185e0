/** One pass over the XML for what bpmn-moddle does not tell: lines of ids, a DOCTYPE, well-formedness. */
import { SaxesParser } from 'saxes';
import type { Problem } from '../../case/compilation.ts';

export interface Location {
  /** Lines (from 1) of the elements that have an id. */
  readonly lines: ReadonlyMap<string, number>;
  /** What makes the text unacceptable as XML: a DOCTYPE, a syntax error. */
  readonly problems: readonly Problem[];
}

export const locate = (xml: string): Location => {
  const lines = new Map<string, number>();
  const problems: Problem[] = [];
  const parser = new SaxesParser();
  let openedAt = 1;
  parser.on('doctype', () => {
    const message = 'Expected XML without a DOCTYPE, but found one';
    problems.push({ severity: 'error', message, line: parser.line });
  });
  parser.on('opentagstart', () => {
    openedAt = parser.line;
  });
  parser.on('opentag', ({ attributes }) => {
    const id = attributes['id'];
    if (id !== undefined && !lines.has(id)) lines.set(id, openedAt);
  });
  parser.on('error', (error) => {
    const reason = error.message.replace(/^\d+:\d+: /, '');
    problems.push({ severity: 'error', message: `Expected well-formed XML, but ${reason}`, line: parser.line });
  });
  parser.write(xml.replace(/^\uFEFF/, '')).close();
  return { lines, problems: problems.slice(0, 1) };
};
