/** A test file of the DMN TCK: cases with inputs and expected results. */
import { readFileSync } from 'node:fs';
import { readXml, type XmlElement } from '../../../engine/dmn/model/xml-document.ts';
import { normalizeName } from '../../../engine/dmn/model/reading.ts';
import type { FeelValue } from '../../../engine/feel/index.ts';
import { readValue } from './test-value.ts';

export interface ResultNode {
  readonly name: string;
  readonly expected: FeelValue;
}

export interface TestCase {
  readonly id: string;
  /** The decision service or knowledge model to call; undefined when decisions are evaluated. */
  readonly invocable: { readonly kind: 'service' | 'knowledge'; readonly name: string } | undefined;
  readonly inputs: ReadonlyMap<string, FeelValue>;
  readonly results: readonly ResultNode[];
}

export interface TestFile {
  readonly modelName: string;
  readonly labels: readonly string[];
  readonly cases: readonly TestCase[];
}

const all = (element: XmlElement, name: string): readonly XmlElement[] => element.children.filter((child) => child.name === name);
const attribute = (element: XmlElement, name: string): string => element.attributes.get(name) ?? '';
/** Models count the white space in names as one blank, so tests do too. */
const nameOf = (element: XmlElement): string => normalizeName(attribute(element, 'name'));

function readResult(element: XmlElement): ResultNode {
  const [expected] = all(element, 'expected');
  const error = attribute(element, 'errorResult') === 'true';
  return { name: nameOf(element), expected: error || expected === undefined ? null : readValue(expected) };
}

function readCase(element: XmlElement, index: number): TestCase {
  const type = attribute(element, 'type') || 'decision';
  return {
    id: element.attributes.get('id') ?? `case ${index + 1}`,
    invocable: type === 'decision' ? undefined : { kind: type === 'bkm' ? 'knowledge' : 'service', name: normalizeName(attribute(element, 'invocableName')) },
    inputs: new Map(all(element, 'inputNode').map((input) => [nameOf(input), readValue(input)])),
    results: all(element, 'resultNode').map(readResult),
  };
}

/** Undefined when the file is XML but no test file; throws when it is not even XML. */
export function readTestFile(path: string): TestFile | undefined {
  const reading = readXml(readFileSync(path, 'utf8'));
  if (!reading.ok) throw new Error(`${path}:${reading.line}: ${reading.message}`);
  const { root } = reading;
  if (root.name !== 'testCases') return undefined;
  return {
    modelName: all(root, 'modelName')[0]?.text.trim() ?? '',
    labels: all(root, 'labels').flatMap((labels) => all(labels, 'label').map((label) => label.text.trim())),
    cases: all(root, 'testCase').map(readCase),
  };
}
