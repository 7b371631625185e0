/** Writes decision files for tests and benchmarks. */

export interface TableFixture {
  readonly hitPolicy?: string;
  readonly aggregation?: string;
  /** Expression and, if wanted, type and allowed values of each input. */
  readonly inputs: readonly { readonly text: string; readonly type?: string; readonly values?: string }[];
  readonly outputs: readonly { readonly name: string; readonly type?: string; readonly values?: string; readonly fallback?: string }[];
  /** Input entries, then output entries. */
  readonly rules: readonly (readonly string[])[];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
const typed = (type: string | undefined): string => (type === undefined ? '' : ` typeRef="${type}"`);
const values = (name: string, text: string | undefined): string => (text === undefined ? '' : `<${name}><text>${escaped(text)}</text></${name}>`);

export function tableXml({ hitPolicy = 'UNIQUE', aggregation, inputs, outputs, rules }: TableFixture): string {
  return [
    `<decisionTable id="table" hitPolicy="${hitPolicy}"${aggregation === undefined ? '' : ` aggregation="${aggregation}"`}>`,
    ...inputs.map(({ text, type, values: allowed }, index) =>
      `<input id="in${index + 1}" label="${escaped(text)}"><inputExpression${typed(type)}><text>${escaped(text)}</text></inputExpression>${values('inputValues', allowed)}</input>`),
    ...outputs.map(({ name, type, values: allowed, fallback }, index) =>
      `<output id="out${index + 1}" name="${escaped(name)}"${typed(type)}>${values('outputValues', allowed)}${values('defaultOutputEntry', fallback)}</output>`),
    ...rules.map((entries, index) => `<rule id="rule${index + 1}">${entries
      .map((entry, column) => values(column < inputs.length ? 'inputEntry' : 'outputEntry', entry)).join('')}</rule>`),
    '</decisionTable>',
  ].join('\n');
}

/** A decision with the given logic and requirements. */
export function decisionXml(name: string, logic: string, { requires = '', type }: { readonly requires?: string; readonly type?: string } = {}): string {
  return `<decision id="${name}" name="${name}"><variable name="${name}"${typed(type)}/>${requires}${logic}</decision>`;
}

export const literalXml = (text: string): string => `<literalExpression><text>${escaped(text)}</text></literalExpression>`;
export const inputXml = (name: string, type?: string): string => `<inputData id="i ${name}" name="${name}"><variable name="${name}"${typed(type)}/></inputData>`;
export const requiredInput = (name: string): string => `<informationRequirement><requiredInput href="#i ${name}"/></informationRequirement>`;
export const requiredDecision = (id: string): string => `<informationRequirement><requiredDecision href="#${id}"/></informationRequirement>`;
export const requiredKnowledge = (id: string): string => `<knowledgeRequirement><requiredKnowledge href="#${id}"/></knowledgeRequirement>`;

/** A file of DMN 1.5; of Camunda Modeler (DMN 1.3) when asked. */
export function definitionsXml(content: string, dialect: 'standard' | 'camunda' = 'standard'): string {
  return dialect === 'standard'
    ? `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="drg" name="Fixture" namespace="urn:fixture">${content}</definitions>`
    : '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:modeler="http://camunda.org/schema/modeler/1.0" '
      + 'id="drg" name="Fixture" namespace="http://camunda.org/schema/1.0/dmn" exporter="Camunda Modeler" exporterVersion="5.30.0" '
      + `modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">${content}</definitions>`;
}
