/** Names and nesting of the elements of a definition, from its source in either language. */
import { readXml, type XmlElement } from '../../diagram/decision/xml-tree.ts';
import { readStatechart, type ChartState } from '../../diagram/statechart/read-statechart.ts';

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

export const elementNames = (source: string, language: string): ElementNames => {
  const known = new Map<string, Known>();
  let title = '';
  if (isStatechart(source)) {
    const { root } = readStatechart(source, { language });
    title = root.name;
    const walk = (state: ChartState, depth: number): void => {
      known.set(state.path, { name: state.name, depth });
      for (const child of state.children) walk(child, depth + 1);
    };
    for (const child of root.children) walk(child, 0);
  } else {
    const walk = (element: XmlElement, depth: number): void => {
      const { id, name } = element.attributes;
      if (element.name === 'process' && title === '') title = name ?? id ?? '';
      if (id !== undefined) known.set(id, { name: (name ?? '').replaceAll(/\s+/g, ' ').trim(), depth: Math.max(0, depth) });
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
