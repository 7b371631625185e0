/** XML as a tree of elements by their local names: enough to read a file that the engine has accepted. */
import { SaxesParser } from 'saxes';

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

export const readXml = (xml: string): XmlElement => {
  const root: Growing = { name: '', attributes: {}, children: [], text: '' };
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  const here = (): Growing => open.at(-1) ?? root;
  parser.on('opentag', ({ local, attributes }) => {
    const element: Growing = { name: local, attributes: Object.fromEntries(Object.values(attributes).map(({ local: name, value }) => [name, value])), children: [], text: '' };
    here().children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const addText = (text: string): void => void (here().text += text);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return root;
};

export const childrenNamed = ({ children }: XmlElement, name: string): readonly XmlElement[] => children.filter((child) => child.name === name);
export const childNamed = (element: XmlElement, name: string): XmlElement | undefined => childrenNamed(element, name)[0];

/** Of the element `text` inside, or of the element itself. */
export const textOf = (element: XmlElement | undefined): string => (element === undefined ? '' : (childNamed(element, 'text') ?? element).text.trim());
