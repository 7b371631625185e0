/**
 * What undoes the changes of a state since it was opened. A draft opens it for one command: a rejection, a
 * missing answer or an exception takes everything back, and costs only what was changed. Folding does
 * not open it, and then nothing is noted.
 */
export class UndoLog {
  #undos: (() => void)[] = [];
  #isOpen = false;

  /** @throws Error when it is open already: two drafts of one state would undo each other's changes. */
  open(): void {
    if (this.#isOpen) throw new Error('Expected one draft of a state at a time, but there is another one');
    this.#isOpen = true;
  }

  /** Notes how to undo a change that is about to be made. */
  add(undo: () => void): void {
    if (this.#isOpen) this.#undos.push(undo);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** What was changed stays. */
  keep(): void {
    this.#isOpen = false;
    if (this.#undos.length > 0) this.#undos = [];
  }

  /** What was changed is as it was, to the order in which things iterate. */
  discard(): void {
    this.#isOpen = false;
    for (let at = this.#undos.length - 1; at >= 0; at -= 1) this.#undos[at]?.();
    this.#undos = [];
  }
}

/** Assigns a member of an object of the state. */
export const assign = <T extends object, K extends keyof T>(undo: UndoLog, target: T, name: K, value: T[K]): void => {
  const before = target[name];
  if (Object.is(before, value)) return;
  undo.add(() => void (target[name] = before));
  target[name] = value;
};
