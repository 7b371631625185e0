declare module 'bpmn-auto-layout' {
  /** The file with a diagram of its first process. */
  export const layoutProcess: (xml: string) => Promise<string>;
}
