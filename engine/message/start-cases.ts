/**
 * Messages that start cases: of each process that has a start event for the name, the latest version. With a
 * correlation key one case of a process is active at a time; further messages wait for its end as long as they live.
 */
import type { StartRef } from '../case/start-ref.ts';
import { memberOf } from '../json/named-members.ts';
import type { Context as StreamContext } from '../stream/decider.ts';
import { keyOf, type Ordinal } from '../stream/key.ts';
import type { MessageEvent } from './command.ts';
import type { Pair } from './lookup.ts';
import type { MessageState } from './state.ts';

type Context = StreamContext<MessageState, MessageEvent, undefined>;

const startsOf = (ctx: Context, name: string): readonly StartRef[] => ctx.ask({ type: 'messageStarts', name }) as unknown as readonly StartRef[];

/** `n` tells the cases of one command apart. */
const start = (ctx: Context, message: Ordinal, { definition, event }: StartRef, n: number): void => {
  const number = ctx.ask({ type: 'caseNumber', n }) as string;
  ctx.draft.emit({ type: 'MessageStarted', ordinal: ctx.draft.peekOrdinal(), message, case: String(keyOf(BigInt(number), 0)), definition, event });
};

/** The message that was just published starts a case of each process that has not had it and may begin. The message's own key is number 0. */
export const startCases = (ctx: Context, ordinal: Ordinal): void => {
  const { state } = ctx.draft;
  const { name = '', correlationKey = '' } = state.messages.get(ordinal) ?? {};
  let n = 1;
  for (const ref of startsOf(ctx, name)) {
    const process = ref.definition.id;
    const taken = state.messages.get(ordinal)?.taken;
    if (memberOf(taken, process) !== undefined || state.startedLookup.isActive({ name, correlationKey }, process)) continue;
    start(ctx, ordinal, ref, n);
    n += 1;
  }
};

/** A case of the process has ended: the oldest message that waits for that starts the next one. */
export const startNext = (ctx: Context, pair: Pair, process: string): void => {
  const { messages, messageLookup, startedLookup } = ctx.draft.state;
  if (startedLookup.isActive(pair, process)) return;
  const ref = startsOf(ctx, pair.name).find(({ definition }) => definition.id === process);
  if (ref === undefined) return;
  for (const message of messageLookup.untakenBy(pair, process)) {
    if ((messages.get(message)?.expires ?? 0) <= ctx.now) continue;
    return start(ctx, message, ref, 1);
  }
};
