/** What we use of bpmn-moddle 10, which ships no declarations of its entry. */
declare module 'bpmn-moddle' {
  export interface ParsedElement {
    readonly $type: string;
    readonly $parent?: ParsedElement;
    readonly id?: string;
  }

  /** An element with what the meta-model says of it, as tools see it that go through any file. */
  export interface MetaElement extends ParsedElement {
    readonly $attrs?: { readonly [name: string]: string };
    readonly $descriptor: { readonly properties: readonly { readonly name: string; readonly isReference?: boolean; readonly isAttr?: boolean; readonly default?: unknown }[] };
    readonly sourceRef?: ParsedElement;
    readonly targetRef?: ParsedElement;
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
    toXML(rootElement: object, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
  }
}
