/** What is wrong with a decision file, said so that the person who drew it can mend it. */
export interface DmnProblem {
  /** An error refuses the file; a warning is shown at deployment. */
  readonly severity: 'error' | 'warning';
  /** "Expected …, but …". */
  readonly message: string;
  /** Name (or id) of the decision, knowledge model or item definition it is about. */
  readonly element?: string;
  /** Line in the XML, from 1. */
  readonly line?: number;
  /** The expression and the place in it (UTF-16 offsets), when the problem is in an expression. */
  readonly expression?: { readonly text: string; readonly from: number; readonly to: number };
}

/** Collects problems while a file is read and compiled. */
export class Problems {
  readonly list: DmnProblem[] = [];

  error(message: string, place: Omit<DmnProblem, 'severity' | 'message'> = {}): void {
    this.list.push({ severity: 'error', message, ...place });
  }

  warning(message: string, place: Omit<DmnProblem, 'severity' | 'message'> = {}): void {
    this.list.push({ severity: 'warning', message, ...place });
  }

  get refused(): boolean {
    return this.list.some((problem) => problem.severity === 'error');
  }
}
