/** Models of the catalogue are named in Chinese, with English beside each name: a property or header `nameEn`. As bpmn-moddle reads them. */
interface Extension {
  readonly name?: string;
  readonly key?: string;
  readonly value?: string;
  readonly $children?: readonly Extension[];
}

export interface Named {
  name?: string;
  readonly extensionElements?: { readonly values?: readonly Extension[] };
  readonly rootElements?: readonly Named[];
  readonly flowElements?: readonly Named[];
  readonly laneSets?: readonly Named[];
  readonly lanes?: readonly Named[];
  readonly participants?: readonly Named[];
  /** A pool is called as its process. */
  readonly processRef?: Named;
}

const english = (extensions: readonly Extension[]): string | undefined =>
  extensions.flatMap(({ $children = [] }) => $children).find(({ name, key }) => name === 'nameEn' || key === 'nameEn')?.value;

interface Label {
  readonly bpmnElement?: Named;
  readonly label?: { readonly bounds?: { x: number; width: number } };
}

export interface Model extends Named {
  readonly diagrams?: readonly { readonly plane?: { readonly planeElement?: readonly Label[] } }[];
}

/** Latin words are wider than the Chinese ones for which a label was drawn; as wide as bpmn-js makes labels at most. */
const widthOf = (name: string): number => Math.min(90, Math.max(...name.split(/\s+/).map((word) => word.length)) * 7 + 8);

const widenLabels = ({ diagrams = [] }: Model): void => {
  for (const { bpmnElement, label } of diagrams.flatMap(({ plane }) => plane?.planeElement ?? [])) {
    const bounds = label?.bounds;
    if (bounds === undefined || bpmnElement?.name === undefined) continue;
    const missing = Math.max(0, widthOf(bpmnElement.name) - bounds.width);
    bounds.width += missing;
    bounds.x -= missing / 2;
  }
};

/** The model in English, with room for its labels. */
export const inEnglish = (model: Model): void => {
  nameInEnglish(model);
  widenLabels(model);
};

/** Gives every part its English name, where it has one. */
const nameInEnglish = (part: Named): void => {
  const name = english((part.extensionElements ?? part.processRef?.extensionElements)?.values ?? []);
  if (name !== undefined) part.name = name;
  for (const inner of [part.rootElements, part.flowElements, part.laneSets, part.lanes, part.participants]) for (const one of inner ?? []) nameInEnglish(one);
};
