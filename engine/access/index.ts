/** The public door of who came. */
export { accessActs } from './command.ts';
export type { AccessAct, AccessCommand, AccessEntry, AccessEvent } from './command.ts';
export { accessStream } from './access-stream.ts';
export { accessStreamOf, isAccessStream } from './day.ts';
export { nameOfEntry } from './state.ts';
export type { AccessState } from './state.ts';
