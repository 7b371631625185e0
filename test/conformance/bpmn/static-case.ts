/** Cases about a model that is not run: whether it may be deployed, and what is kept of it when it is read and written. */
import { createHash } from 'node:crypto';
import { deepStrictEqual, ok } from 'node:assert/strict';
import { BpmnModdle, type MetaElement } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { compileBpmn } from '../../../engine/bpmn/index.ts';
import { importXml } from '../../../engine/bpmn/source/read-xml.ts';
import type { Problem } from '../../../engine/case/index.ts';
import { feelEngine } from '../../../engine/feel/index.ts';
import type { ConformanceCase, Content, Corpus } from './corpus.ts';
import type { Verdict } from './verdict.ts';

export const isMissingFeature = ({ message }: Problem): boolean => message.includes('not supported yet');

/** What is missing, in words, each once. */
export const missingFeatures = (problems: readonly Problem[]): string => {
  const features = problems.filter(isMissingFeature).map(({ message }) => message.replace(/^.*, but (.*?)( '[^']*')? is not supported yet$/, '$1'));
  return [...new Set(features)].toSorted().join(', ');
};

/** What a model for any engine cannot have: what Camunda 8 needs beyond BPMN, and that it is executable at all. */
const needsExtension =
  /a job type|a result variable|a correlation key|a decision id|a script|to be FEEL|readable FEEL|in FEEL|an input collection|a called process|at least one executable process|in ISO 8601|a message name|to refer to a message|of a signal with a name|to refer to a signal/;

const isAboutStructure = (problem: Problem): boolean => !isMissingFeature(problem) && !needsExtension.test(problem.message);

const problemsOf = async (corpus: Corpus, { suite, files }: ConformanceCase): Promise<readonly Problem[]> => {
  const compilations = await Promise.all(files.map((file) => compileBpmn(corpus.model(suite, file), feelEngine)));
  return compilations.flatMap((compilation) => (compilation.ok ? compilation.warnings : compilation.problems));
};

/** A model that is refused for something else than it should be tells nothing. */
export const deploymentVerdict = async (corpus: Corpus, conformance: ConformanceCase): Promise<Verdict> => {
  const problems = await problemsOf(corpus, conformance);
  const errors = problems.filter(({ severity }) => severity === 'error');
  return conformance.script[0]?.expectImportClean === true ? ofClean(errors) : ofReject(conformance, problems, errors);
};

const ofClean = (errors: readonly Problem[]): Verdict => {
  const wrong = errors.find(isAboutStructure);
  if (wrong !== undefined) return { outcome: 'failed', reason: `it is refused: ${wrong.message}` };
  if (errors.some(isMissingFeature)) return { outcome: 'unsupported', reason: missingFeatures(errors) };
  return { outcome: 'passed' };
};

const ofReject = ({ tier }: ConformanceCase, problems: readonly Problem[], errors: readonly Problem[]): Verdict => {
  const told = tier === 'lint' || tier === 'na' ? problems : errors;
  if (told.some((problem) => !isMissingFeature(problem))) return { outcome: 'passed' };
  if (errors.length > 0) return { outcome: 'unsupported', reason: missingFeatures(errors) };
  if (tier === 'na') return { outcome: 'notApplicable', reason: 'what it is about is not read' };
  return { outcome: 'failed', reason: tier === 'lint' ? 'nothing is said about it' : 'it is taken' };
};

/** Reads the file, writes it and reads that: both times all must be there. */
export const importVerdict = async (corpus: Corpus, { suite, files: [file = ''] }: ConformanceCase, expected: NonNullable<ConformanceCase['script'][number]['expectImport']>): Promise<Verdict> => {
  try {
    const xml = corpus.model(suite, file);
    const read = await importXml(xml);
    if ('tolerant' in expected) {
      ok(read.problems.length > 0, 'a file with defects is told to have some');
      return { outcome: 'passed' };
    }
    deepStrictEqual(read.problems, [], 'problems');
    ok(read.definitions, 'the file is read');
    checkContent(read.definitions as MetaElement, expected, 'read');
    const { xml: written } = await new BpmnModdle({ zeebe }).toXML(read.definitions, { format: true });
    const again = await importXml(written);
    deepStrictEqual(again.problems, [], 'problems of what was written');
    checkContent(again.definitions as MetaElement, expected, 'written and read again');
    const difference = firstDifference(plain(again.definitions), plain(read.definitions), '');
    ok(difference === undefined, `something is lost when it is written, ${difference}`);
    return { outcome: 'passed' };
  } catch (error) {
    return { outcome: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
};

/** The element and everything that stands in it, in document order. */
function* within(element: MetaElement): Generator<MetaElement> {
  yield element;
  for (const { name, isReference, isAttr } of element.$descriptor.properties) {
    if (isReference === true || isAttr === true) continue;
    const value = (element as unknown as { readonly [name: string]: unknown })[name.replace(/^[^:]*:/, '')];
    for (const child of Array.isArray(value) ? value : [value]) if (isElement(child)) yield* within(child);
  }
}

const isElement = (value: unknown): value is MetaElement =>
  typeof value === 'object' && value !== null && '$descriptor' in value && (value as MetaElement).$descriptor.properties !== undefined;

const elementName = ($type: string): string => $type.replace(/^bpmn:/, '').replace(/^./, (initial) => initial.toLowerCase());

const checkContent = (definitions: MetaElement, { elements, di, sequenceFlowDigest }: Content, when: string): void => {
  const counts = new Map<string, number>();
  const flows: string[] = [];
  for (const element of within(definitions)) {
    const { $type, id = '', sourceRef, targetRef } = element;
    counts.set($type, (counts.get($type) ?? 0) + 1);
    if ($type === 'bpmn:SequenceFlow') flows.push(`${id}|${sourceRef?.id ?? ''}|${targetRef?.id ?? ''}`);
  }
  const named = new Map([...counts].map(([$type, count]) => [$type.startsWith('bpmn:') ? elementName($type) : $type, count]));
  const found = Object.fromEntries(Object.keys(elements).map((name) => [name, named.get(name) ?? 0]));
  deepStrictEqual(found, elements, `elements, ${when}`);
  const count = ($type: string): number => counts.get($type) ?? 0;
  deepStrictEqual({ shapes: count('bpmndi:BPMNShape'), edges: count('bpmndi:BPMNEdge'), planes: count('bpmndi:BPMNPlane') }, di, `diagram, ${when}`);
  const lines = flows.toSorted((a, b) => (a < b ? -1 : 1)).join('\n');
  deepStrictEqual(createHash('sha1').update(lines).digest('hex'), sequenceFlowDigest, `sequence flows, ${when}`);
};

/** The tree as data, to be compared: references by id, what no meta-model knows as it stands there. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  const element = value as MetaElement;
  const properties = element.$descriptor?.properties ?? [];
  const references = new Set(properties.filter(({ isReference }) => isReference === true).map(({ name }) => name.replace(/^[^:]*:/, '')));
  const own = Object.entries(value).filter(([name]) => name !== '$parent' && name !== '$descriptor');
  // An attribute in the namespace of its element may be written without the prefix.
  const prefix = `${element.$type?.split(':')[0] ?? ''}:`;
  const bare = (name: string): string => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  const entries = own.map(([name, member]) => [bare(name), references.has(name) ? idsOf(member) : plain(member)] as const);
  // What is left out means what the meta-model says, which tools may as well write.
  const defaults = properties.flatMap(({ name, default: value }) => (value === undefined ? [] : [[name.replace(/^[^:]*:/, ''), value] as const]));
  return { ...Object.fromEntries([...defaults, ...entries]), $type: element.$type, $attrs: withoutPrefixes(element.$attrs) };
};

/** A prefix may be another, a declaration may stand further out, and a type may be said that is clear without. */
const withoutPrefixes = (attributes: MetaElement['$attrs'] = {}): object =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => name !== 'xmlns' && !name.startsWith('xmlns:') && name !== 'xsi:type'));

/** The path to what differs, with both values. */
const firstDifference = (found: unknown, expected: unknown, path: string): string | undefined => {
  if (typeof found !== 'object' || typeof expected !== 'object' || found === null || expected === null)
    return Object.is(found, expected) ? undefined : `${path}: ${JSON.stringify(found)} was ${JSON.stringify(expected)}`;
  const [one, other] = [found, expected] as readonly { readonly [name: string]: unknown }[] as [Record<string, unknown>, Record<string, unknown>];
  for (const name of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const difference = firstDifference(one[name], other[name], `${path}/${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
};

const idsOf = (value: unknown): unknown => (Array.isArray(value) ? value.map(idsOf) : ((value as MetaElement | undefined)?.id ?? null));
