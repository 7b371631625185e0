/**
 * One pass over the XML for what bpmn-moddle does not tell: lines of ids, a DOCTYPE, well-formedness; and
 * for what it does not bound. It copies all prefixes in scope at each element that declares one, and
 * calls itself for each level, so a small hostile file could keep it busy for minutes.
 */
import { SaxesParser } from 'saxes';
import type { Problem } from '../../case/compilation.ts';

export interface Location {
  /** Lines (from 1) of the elements that have an id. */
  readonly lines: ReadonlyMap<string, number>;
  /** What makes the text unacceptable as XML: a DOCTYPE, a syntax error, more of something than any model has. */
  readonly problems: readonly Problem[];
}

export const xmlLimits = {
  /** Elements within each other. */
  depth: 256,
  elements: 100_000,
  /** Of one element. */
  attributes: 500,
  /** Declared on an element and those around it. */
  namespaces: 64,
} as const;

/** Leaves saxes' handlers. */
class Refusal extends Error {}

const isLoop = (name: string): boolean => /(^|:)(standard|multiInstance)LoopCharacteristics$/.test(name);

const isDeclaration = (attribute: string): boolean => attribute === 'xmlns' || attribute.startsWith('xmlns:');

const requireAtMost = (found: number, limit: keyof typeof xmlLimits, what: string): void => {
  if (found > xmlLimits[limit]) throw new Refusal(`Expected at most ${xmlLimits[limit]} ${what}, but found more`);
};

/** What is open, counted; saxes tells of a name, then of each attribute, then of the whole tag. */
class OpenElements {
  /** Namespaces in scope, of each open element. */
  readonly #scopes: number[] = [];
  /** Of each open element: whether it has a loop already. */
  readonly #loops: boolean[] = [];
  #elements = 0;
  #attributes = 0;
  #namespaces = 0;

  /** @throws Refusal as soon as a limit is passed, as the others. */
  begin(name: string): void {
    this.#elements += 1;
    this.#attributes = 0;
    if (isLoop(name)) this.#loop();
    this.#loops.push(false);
    this.#namespaces = this.#scopes.at(-1) ?? 0;
    requireAtMost(this.#elements, 'elements', 'elements');
    requireAtMost(this.#scopes.length + 1, 'depth', 'elements within each other');
  }

  /** Of two, the reader would keep the last without a word. */
  #loop(): void {
    if (this.#loops.at(-1) === true) throw new Refusal('Expected an activity to have one loop marker, but it has two');
    this.#loops[this.#loops.length - 1] = true;
  }

  attribute(name: string): void {
    this.#attributes += 1;
    if (isDeclaration(name)) this.#namespaces += 1;
    requireAtMost(this.#attributes, 'attributes', 'attributes of an element');
    requireAtMost(this.#namespaces, 'namespaces', 'namespaces declared on an element and those around it');
  }

  open(): void {
    this.#scopes.push(this.#namespaces);
  }

  close(): void {
    this.#scopes.pop();
    this.#loops.pop();
  }
}

const readLines = (parser: SaxesParser, xml: string): Map<string, number> => {
  const lines = new Map<string, number>();
  const elements = new OpenElements();
  let openedAt = 1;
  parser.on('doctype', () => {
    throw new Refusal('Expected XML without a DOCTYPE, but found one');
  });
  parser.on('opentagstart', ({ name }) => {
    openedAt = parser.line;
    elements.begin(name);
  });
  parser.on('attribute', ({ name }) => elements.attribute(name));
  parser.on('opentag', ({ attributes }) => {
    elements.open();
    const id = attributes['id'];
    if (id !== undefined && !lines.has(id)) lines.set(id, openedAt);
  });
  parser.on('closetag', () => elements.close());
  parser.on('error', (error) => {
    throw new Refusal(`Expected well-formed XML, but ${error.message.replace(/^\d+:\d+: /, '')}`);
  });
  parser.write(xml.replace(/^\uFEFF/, '')).close();
  return lines;
};

export const locate = (xml: string): Location => {
  const parser = new SaxesParser();
  try {
    return { lines: readLines(parser, xml), problems: [] };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { lines: new Map(), problems: [{ severity: 'error', message: error.message, line: parser.line }] };
  }
};
