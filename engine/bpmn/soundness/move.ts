/** What happens on the way from one marking to the next: from outside, and what data decide then. */
export type Move =
  /** The work of the element is done, or what it waited for has come. */
  | { readonly type: 'complete'; readonly element: string }
  /** The event on the boundary of the element, or behind the event-based gateway, happens. */
  | { readonly type: 'trigger'; readonly element: string; readonly event: string }
  /** The job of the element throws an error, which the event catches. */
  | { readonly type: 'throw'; readonly element: string; readonly event: string }
  /** Of the flows out of the element these are taken. */
  | { readonly type: 'choose'; readonly element: string; readonly flows: readonly string[] };

const texts: { readonly [T in Move['type']]: (move: Extract<Move, { type: T }>) => string } = {
  complete: ({ element }) => `'${element}' completes`,
  trigger: ({ event }) => `'${event}' happens`,
  throw: ({ element, event }) => `'${element}' throws an error that '${event}' catches`,
  choose: ({ element, flows }) => `'${element}' goes on by ${flows.map((flow) => `'${flow}'`).join(' and ')}`,
};

const toldMax = 20;

/** In one sentence; of a long way the end. */
export const wayOf = (moves: readonly Move[]): string => {
  const told = moves.slice(-toldMax).map((move) => (texts[move.type] as (one: Move) => string)(move));
  if (told.length === 0) return 'at once';
  return `when ${moves.length > toldMax ? '…, then ' : ''}${told.join(', then ')}`;
};
