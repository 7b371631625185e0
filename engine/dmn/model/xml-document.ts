/**
 * XML into a plain tree, safe on hostile input: no DOCTYPE (so no entity expansion), bounded length,
 * nesting, number of elements, attributes and namespaces. Namespaces are resolved; comments and processing instructions are dropped.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';

export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string;
  readonly namespace: string;
  /** Unprefixed attributes under their name, prefixed ones under `{namespace}name`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Namespace prefixes declared on this very element. */
  readonly prefixes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The character data directly inside, CDATA included. */
  readonly text: string;
  /** Line of the start tag, from 1. */
  readonly line: number;
}

export type XmlReading =
  | { readonly ok: true; readonly root: XmlElement }
  | { readonly ok: false; readonly message: string; readonly line: number };

/** Saxes looks prefixes up along the open elements: depth, attributes and namespaces of an element bound its time together. */
export const XML_LIMITS = { length: 4_000_000, depth: 200, elements: 250_000, attributes: 500, namespaces: 64 } as const;

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
}

/** Leaves saxes' handlers; caught in `readXml`. */
class Refusal extends Error {}

function openElement(tag: SaxesTagNS, line: number): OpenElement {
  const attributes = new Map<string, string>();
  const prefixes = new Map<string, string>();
  for (const attribute of Object.values(tag.attributes)) {
    if (attribute.prefix === 'xmlns') prefixes.set(attribute.local, attribute.value);
    else if (attribute.name === 'xmlns') prefixes.set('', attribute.value);
    else if (attribute.prefix === '') attributes.set(attribute.local, attribute.value);
    else attributes.set(`{${attribute.uri}}${attribute.local}`, attribute.value);
  }
  return { name: tag.local, namespace: tag.uri, attributes, prefixes, children: [], text: '', line };
}

function parse(xml: string, at: { line: number }): OpenElement {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let elements = 0;
  let depth = 0;
  let [attributes, namespaces] = [0, 0];
  parser.on('error', (error) => {
    at.line = parser.line;
    throw new Refusal(error.message.replace(/^\d+:\d+: /, ''));
  });
  parser.on('doctype', () => {
    at.line = parser.line;
    throw new Refusal('Expected a document without DOCTYPE, but found one.');
  });
  // The depth is checked before saxes resolves the prefixes of the tag.
  parser.on('opentagstart', () => {
    at.line = parser.line;
    depth += 1;
    elements += 1;
    [attributes, namespaces] = [0, 0];
    if (depth > XML_LIMITS.depth) throw new Refusal(`Expected at most ${XML_LIMITS.depth} nested elements, but found more.`);
    if (elements > XML_LIMITS.elements) throw new Refusal(`Expected at most ${XML_LIMITS.elements} elements, but found more.`);
  });
  parser.on('attribute', ({ name }) => {
    attributes += 1;
    if (name === 'xmlns' || name.startsWith('xmlns:')) namespaces += 1;
    if (attributes > XML_LIMITS.attributes) throw new Refusal(`Expected at most ${XML_LIMITS.attributes} attributes of an element, but found more.`);
    if (namespaces > XML_LIMITS.namespaces) throw new Refusal(`Expected at most ${XML_LIMITS.namespaces} namespaces declared on an element, but found more.`);
  });
  parser.on('opentag', (tag) => {
    const element = openElement(tag, at.line);
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
    depth -= 1;
  });
  const addText = (text: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.write(xml).close();
  if (root === undefined) throw new Refusal('Expected an XML document, but found no element.');
  return root;
}

/** Never throws on bad input: the message says what was expected, the line where (1 when unknown). */
export function readXml(xml: string): XmlReading {
  if (xml.length > XML_LIMITS.length) {
    return { ok: false, line: 1, message: `Expected at most ${XML_LIMITS.length} characters, but found ${xml.length}.` };
  }
  const at = { line: 1 };
  try {
    return { ok: true, root: parse(xml, at) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const message = error.message.startsWith('Expected') ? error.message : `Expected well-formed XML, but ${error.message}`;
    return { ok: false, line: at.line, message };
  }
}
