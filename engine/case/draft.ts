/** A draft of a case, and what every decision of a case sees. */
import type { Context as StreamContext } from '../stream/decider.ts';
import type { Draft as StreamDraft } from '../stream/draft.ts';
import type { Event } from './event.ts';
import type { CaseState } from './state.ts';

export type Draft = StreamDraft<CaseState, Event>;
export type Context<Model = unknown> = StreamContext<CaseState, Event, Model>;
