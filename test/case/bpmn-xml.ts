/** Short notation for BPMN XML in tests. Sequence flow ids are `from_to`. */
import { feelEngine } from '../../engine/feel/index.ts';
import { compileBpmn } from '../../engine/bpmn/index.ts';
import type { Executable, Problem } from '../../engine/case/index.ts';
import { CaseDriver, type DriverOptions } from './case-driver.ts';

const escape = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const extensions = (...parts: string[]): string =>
  parts.join('') === '' ? '' : `<bpmn:extensionElements>${parts.join('')}</bpmn:extensionElements>`;

/** `{ x: '=a + 1' }` as input or output mappings. */
export const mapping = (inputs: Record<string, string>, outputs: Record<string, string> = {}): string => {
  const side = (name: string, entries: Record<string, string>): string =>
    Object.entries(entries)
      .map(([target, source]) => `<zeebe:${name} source="${escape(source)}" target="${target}"/>`)
      .join('');
  return `<zeebe:ioMapping>${side('input', inputs)}${side('output', outputs)}</zeebe:ioMapping>`;
};

interface Parts {
  readonly extension?: string;
  readonly content?: string;
  readonly attributes?: string;
}

export const node = (type: string, id: string, { extension = '', content = '', attributes = '' }: Parts = {}): string =>
  `<bpmn:${type} id="${id}" ${attributes}>${extensions(extension)}${content}</bpmn:${type}>`;

export const start = (id = 'start'): string => node('startEvent', id);
export const end = (id = 'end', definition = ''): string => node('endEvent', id, { content: definition });
export const service = (id: string, more = '', attributes = 'type="work"'): string =>
  node('serviceTask', id, { extension: `<zeebe:taskDefinition ${attributes}/>${more}` });
export const user = (id: string, more = ''): string => node('userTask', id, { extension: `<zeebe:userTask/>${more}` });
export const script = (id: string, variable: string, expression: string, more = ''): string =>
  node('scriptTask', id, {
    extension: `<zeebe:script expression="${escape(expression)}" resultVariable="${variable}"/>${more}`,
  });
export const manual = (id: string): string => node('manualTask', id);
export const parallel = (id: string): string => node('parallelGateway', id);
/** `fallback` is the id of the default flow's target. */
export const exclusive = (id: string, fallback?: string): string =>
  node('exclusiveGateway', id, fallback === undefined ? {} : { attributes: `default="${id}_${fallback}"` });
export const inclusive = (id: string, fallback?: string): string =>
  node('inclusiveGateway', id, fallback === undefined ? {} : { attributes: `default="${id}_${fallback}"` });

export const timer = (type: 'timeDate' | 'timeDuration' | 'timeCycle', text: string): string =>
  `<bpmn:timerEventDefinition><bpmn:${type}>${escape(text)}</bpmn:${type}></bpmn:timerEventDefinition>`;
export const message = (ref: string): string => `<bpmn:messageEventDefinition messageRef="${ref}"/>`;
export const error = (ref?: string): string =>
  `<bpmn:errorEventDefinition ${ref === undefined ? '' : `errorRef="${ref}"`}/>`;

/** `attributes` may say `cancelActivity="false"`. */
export const boundary = (id: string, activity: string, definition: string, { attributes = '', ...parts }: Parts = {}): string =>
  node('boundaryEvent', id, { ...parts, content: definition, attributes: `attachedToRef="${activity}" ${attributes}` });
export const nonInterrupting: Parts = { attributes: 'cancelActivity="false"' };
export const catching = (id: string, definition: string, parts: Parts = {}): string =>
  node('intermediateCatchEvent', id, { ...parts, content: definition });

/** `'a -> b'`, or `'a -> b if x > 1'` with a FEEL condition. */
export const flow = (text: string): string => {
  const [, from, to, condition] = /^(\S+) -> (\S+)(?: if (.*))?$/.exec(text) ?? [];
  const body = condition === undefined ? '' : `<bpmn:conditionExpression>=${escape(condition)}</bpmn:conditionExpression>`;
  return `<bpmn:sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}">${body}</bpmn:sequenceFlow>`;
};

/** `'a -> b -> c'` as its flows. */
export const flows = (...chains: string[]): string =>
  chains
    .flatMap((chain) => {
      const ids = chain.split(' -> ');
      if (chain.includes(' if ')) return [flow(chain)];
      return ids.slice(1).map((id, index) => flow(`${ids[index]} -> ${id}`));
    })
    .join('');

export const subProcess = (id: string, content: string, more = ''): string => node('subProcess', id, { extension: more, content });

/** Messages have the correlation key `=key`. */
export const messages = (...names: string[]): string =>
  names
    .map((name) => `<bpmn:message id="${name}" name="${name}">${extensions('<zeebe:subscription correlationKey="=key"/>')}</bpmn:message>`)
    .join('');
export const errors = (...codes: string[]): string =>
  codes.map((code) => `<bpmn:error id="${code}" errorCode="${code}"/>`).join('');

export const definitions = (content: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="definitions" targetNamespace="http://example.test">
${content}
</bpmn:definitions>`;

/** One executable process; `roots` are messages and errors. */
export const processXml = (content: string, roots = ''): string =>
  definitions(`<bpmn:process id="process" isExecutable="true">${content}</bpmn:process>${roots}`);

export const compiled = async (xml: string): Promise<Executable> => {
  const compilation = await compileBpmn(xml, feelEngine);
  const executable = compilation.ok ? compilation.definitions[0]?.executable : undefined;
  if (executable !== undefined) return executable;
  throw new Error(`Expected the model to compile, but ${JSON.stringify(compilation)}`);
};

/** What refuses the model, or `[]`. */
export const problemsOf = async (xml: string): Promise<readonly Problem[]> => {
  const compilation = await compileBpmn(xml, feelEngine);
  return compilation.ok ? [] : compilation.problems.filter(({ severity }) => severity === 'error');
};

/** A driver for a case of the process, not started yet. */
export const caseOf = async (content: string, roots = '', options: DriverOptions = {}): Promise<CaseDriver> =>
  new CaseDriver(await compiled(processXml(content, roots)), options);
