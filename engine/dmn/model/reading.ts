/** The state of reading one decision file: its vocabulary, its prefixes, what was wrong. */
import type { Problems } from '../problem.ts';
import type { XmlElement } from './xml-document.ts';
import type { Import, Variable } from './definitions.ts';

export const DMN_1_1 = 'http://www.omg.org/spec/DMN/20151101/dmn.xsd';

/** Model namespaces of DMN 1.1, 1.2, 1.3, 1.4 and 1.5. */
export const DMN_NAMESPACES: ReadonlySet<string> = new Set([
  DMN_1_1,
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
]);

const FEEL_NAMESPACE = /^https?:\/\/www\.omg\.org\/spec\/(?:DMN\/\d{8}\/FEEL\/?|FEEL\/\d{8})$/;

/** Names are compared without regard to the amount of white space in them (DMN 1.5 §10.3.1.5). */
export function normalizeName(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}

export class Reading {
  readonly root: XmlElement;
  readonly namespace: string;
  readonly problems: Problems;
  imports: readonly Import[] = [];

  constructor(root: XmlElement, problems: Problems) {
    this.root = root;
    this.namespace = root.attributes.get('namespace') ?? '';
    this.problems = problems;
  }

  /** DMN children only: extension elements never pass for model elements. */
  children(element: XmlElement, name: string): readonly XmlElement[] {
    return element.children.filter((child) => child.name === name && child.namespace === this.root.namespace);
  }

  child(element: XmlElement, name: string): XmlElement | undefined {
    return element.children.find((child) => child.name === name && child.namespace === this.root.namespace);
  }

  /** Content of `<name><text>…</text></name>`. */
  textIn(element: XmlElement, name: string): string | undefined {
    const holder = this.child(element, name);
    return holder === undefined ? undefined : this.child(holder, 'text')?.text;
  }

  name(element: XmlElement): string {
    return normalizeName(element.attributes.get('name') ?? '');
  }

  id(element: XmlElement): string {
    return element.attributes.get('id') ?? this.name(element);
  }

  /** What every expression has. */
  common(element: XmlElement): { readonly id?: string; readonly typeRef?: string; readonly line: number } {
    const id = element.attributes.get('id');
    const typeRef = this.typeRef(element);
    return {
      line: element.line,
      ...(id === undefined ? {} : { id }),
      ...(typeRef === undefined ? {} : { typeRef }),
    };
  }

  variable(element: XmlElement): Variable {
    const typeRef = this.typeRef(element);
    return { name: this.name(element), ...(typeRef === undefined ? {} : { typeRef }) };
  }

  /**
   * The `typeRef` attribute, or the element of that name, as a name that FEEL and the item definitions
   * know. DMN 1.1 writes qualified names: `feel:string`, `tns:tLoan`.
   */
  typeRef(element: XmlElement, attribute = 'typeRef'): string | undefined {
    const text = element.attributes.get(attribute) ?? this.child(element, attribute)?.text;
    const name = text === undefined ? '' : normalizeName(text);
    if (name === '') return undefined;
    const qualified = /^([\w.-]+):(.+)$/.exec(name);
    if (qualified === null) return name;
    const [, prefix = '', local = ''] = qualified;
    const namespace = element.prefixes.get(prefix) ?? this.root.prefixes.get(prefix);
    if (namespace === undefined || namespace === this.namespace || FEEL_NAMESPACE.test(namespace)) return local;
    const imported = this.imports.find((candidate) => candidate.namespace === namespace);
    return imported === undefined || imported.name === '' ? local : `${imported.name}.${local}`;
  }

  /** Reports an expression in a language other than FEEL. */
  expectFeel(element: XmlElement): void {
    const language = element.attributes.get('expressionLanguage') ?? this.root.attributes.get('expressionLanguage');
    if (language !== undefined && language !== '' && !/feel/i.test(language)) {
      this.problems.error(`Expected an expression in FEEL, but its language is '${language}'.`, { line: element.line });
    }
  }

  references(element: XmlElement, name: string): readonly string[] {
    return this.children(element, name).flatMap((child) => child.attributes.get('href') ?? []);
  }
}
