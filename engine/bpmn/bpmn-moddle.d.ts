/** What we use of bpmn-moddle 10, which ships no declarations of its entry. */
declare module 'bpmn-moddle' {
  export interface ParsedElement {
    readonly $type: string;
    readonly $parent?: ParsedElement;
    readonly id?: string;
  }

  export interface ParseWarning {
    readonly message: string;
    readonly element?: ParsedElement;
    readonly property?: string;
    readonly value?: string;
  }

  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, object>>);
    /** Rejects with an `Error` that may carry `warnings` when nothing can be read at all. */
    fromXML(xml: string): Promise<{ readonly rootElement: object; readonly warnings: readonly ParseWarning[] }>;
  }
}
