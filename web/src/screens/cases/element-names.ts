/** Names and nesting of the elements of a definition, from its source in either language. */
import { childrenNamed, readXml, type XmlElement } from '../../diagram/decision/xml-tree.ts';
import { readStatechart, textIn, type ChartState } from '../../diagram/statechart/read-statechart.ts';

export interface ElementNames {
  readonly name: string;
  readonly nameOf: (elementId: string) => string;
  readonly depthOf: (elementId: string) => number;
  /** Forms and decisions that the definition names. */
  readonly formIds: readonly string[];
  readonly decisionIds: readonly string[];
}

interface Known {
  readonly name: string;
  readonly depth: number;
}

export const isStatechart = (source: string): boolean => source.trimStart().startsWith('{');

const namesIn = (source: string, property: string): string[] => {
  const found = [...source.matchAll(new RegExp(`"?${property}"?\\s*[:=]\\s*"([^"=]+)"`, 'g'))].flatMap(([, id]) => (id === undefined ? [] : [id]));
  return [...new Set(found)];
};

/** The catalogue writes English names beside the Chinese ones. */
const englishOf = (element: XmlElement): string | undefined =>
  childrenNamed(element, 'extensionElements').flatMap(({ children }) => children.flatMap((extension) => extension.children)).find(({ attributes }) => attributes['name'] === 'nameEn' || attributes['key'] === 'nameEn')?.attributes['value'];

export const elementNames = (source: string, language: string): ElementNames => {
  const known = new Map<string, Known>();
  let title = '';
  if (isStatechart(source)) {
    const { root, transitions } = readStatechart(source, { language });
    const { events = {} } = JSON.parse(source) as { events?: Readonly<Record<string, { readonly title?: Parameters<typeof textIn>[0] }>> };
    for (const [event, { title: said }] of Object.entries(events)) known.set(event, { name: textIn(said, language) ?? event, depth: 0 });
    title = root.name;
    const walk = (state: ChartState, depth: number): void => {
      known.set(state.path, { name: state.name, depth });
      for (const child of state.children) walk(child, depth + 1);
    };
    for (const child of root.children) walk(child, 0);
    // A delay has no name of its own: it is called by what it brings.
    for (const { ids, target } of transitions)
      for (const id of ids) {
        const delay = /(?:^|\.)after\.([^.[]+)(?:\[\d+\])?$/.exec(id)?.[1];
        if (delay !== undefined && !known.has(delay)) known.set(delay, { name: known.get(target)?.name ?? delay, depth: 0 });
      }
  } else {
    const walk = (element: XmlElement, depth: number): void => {
      const { id, name } = element.attributes;
      const called = language === 'en' ? (englishOf(element) ?? name) : name;
      if (element.name === 'process' && title === '') title = called ?? id ?? '';
      if (id !== undefined) known.set(id, { name: (called ?? '').replaceAll(/\s+/g, ' ').trim(), depth: Math.max(0, depth) });
      for (const child of element.children) walk(child, element.name === 'process' ? 0 : /subProcess$|transaction/i.test(element.name) ? depth + 1 : depth);
    };
    walk(readXml(source), 0);
  }
  return {
    name: title,
    // Work inside a state is named by its state.
    nameOf: (id) => known.get(id)?.name ?? known.get(id.slice(0, Math.max(0, id.lastIndexOf('/'))))?.name ?? '',
    depthOf: (id) => known.get(id)?.depth ?? 0,
    formIds: isStatechart(source) ? [...new Set([...namesIn(source, 'formId'), ...namesIn(source, 'startFormId')])] : namesIn(source, 'formId'),
    decisionIds: namesIn(source, 'decisionId'),
  };
};
