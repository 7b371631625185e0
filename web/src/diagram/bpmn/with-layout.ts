/** BPMN that says nothing of where things stand is laid out; what stands somewhere is left as its author drew it. */
export interface DrawnXml {
  readonly xml: string;
  readonly isLaidOut: boolean;
}

/** Prefixes differ between tools: it is the local name that counts. */
const hasDiagram = (xml: string): boolean => /<(?:[\w.-]+:)?BPMNShape[\s>]/.test(xml);

export const withLayout = async (xml: string): Promise<DrawnXml> => {
  if (hasDiagram(xml)) return { xml, isLaidOut: false };
  const { layoutProcess } = await import('bpmn-auto-layout');
  return { xml: await layoutProcess(xml), isLaidOut: true };
};
