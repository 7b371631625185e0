/** What is wrong with a decision file, said so that the person who drew it can mend it. */
export interface DmnProblem {
  /** An error refuses the file; a warning is shown at deployment. */
  readonly severity: 'error' | 'warning';
  /** "Expected …, but …". */
  readonly message: string;
  /** Name (or id) of the decision, knowledge model or item definition it is about. */
  readonly element?: string;
  /** The imported file it is in, when it is not in the file that is compiled. */
  readonly file?: string;
  /** Line in the XML, from 1. */
  readonly line?: number;
  /** The expression and the place in it (UTF-16 offsets), when the problem is in an expression. */
  readonly expression?: { readonly text: string; readonly from: number; readonly to: number };
}

/** Collects problems while a file is read and compiled. */
export class Problems {
  readonly list: DmnProblem[] = [];
  /** Whether everything but a fatal problem is only a warning. */
  readonly #tolerant: boolean;
  #file: string | undefined;

  constructor(tolerant = false) {
    this.#tolerant = tolerant;
  }

  /** Refuses the file, unless it is tolerated: what is wrong then evaluates to null. */
  error(message: string, place: Omit<DmnProblem, 'severity' | 'message'> = {}): void {
    if (this.#tolerant) this.warning(message, place);
    else this.fatal(message, place);
  }

  /** Nothing can be made of the file, or only at a cost without bounds. */
  fatal(message: string, place: Omit<DmnProblem, 'severity' | 'message'> = {}): void {
    this.#add('error', message, place);
  }

  warning(message: string, place: Omit<DmnProblem, 'severity' | 'message'> = {}): void {
    this.#add('warning', message, place);
  }

  #add(severity: DmnProblem['severity'], message: string, place: Omit<DmnProblem, 'severity' | 'message'>): void {
    this.list.push({ severity, message, ...(this.#file === undefined ? {} : { file: this.#file }), ...place });
  }

  /** Takes over problems that were found while reading. */
  take(problems: readonly DmnProblem[]): void {
    for (const { severity, message, ...place } of problems) this.#add(severity, message, place);
  }

  /** What is found meanwhile is in the imported file. */
  inFile<T>(file: string, compile: () => T): T {
    const outer = this.#file;
    this.#file = file;
    const compiled = compile();
    this.#file = outer;
    return compiled;
  }

  get refused(): boolean {
    return this.list.some((problem) => problem.severity === 'error');
  }
}
