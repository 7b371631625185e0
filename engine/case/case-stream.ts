/** The case as a stream: its decider, and the commands that follow from its events. */
import type { Decider, OutgoingCommand } from '../stream/decider.ts';
import type { Command } from './command.ts';
import { decideCase } from './decide/index.ts';
import type { Executable } from './dialect.ts';
import type { Event } from './event.ts';
import { evolve } from './evolve/index.ts';
import { caseShape } from './shapes.ts';
import { initialState, restoreState, type CaseSnapshot, type CaseState } from './state.ts';

const none: readonly OutgoingCommand[] = [];

export const caseStream: Decider<CaseState, Command, Event, Executable> = {
  kind: 'case',
  initial: initialState,
  restore: (snapshot) => restoreState(snapshot as CaseSnapshot),
  decide: decideCase,
  evolve,
  shape: caseShape,
  hasEnded: ({ status }) => status === 'completed' || status === 'terminated',
  outgoing: (key, event) => (event.type === 'ContinuationRequested' ? [{ target: key, command: { type: 'Continue' } }] : none),
};
