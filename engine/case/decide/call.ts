/** What called cases tell the case that has called them. */
import type { Ordinal } from '../../stream/key.ts';
import { reject, sentence, type Rejection } from '../../stream/rejection.ts';
import type { Draft } from '../draft.ts';
import { raiseIncident } from '../incident.ts';
import type { Handlers } from './handler.ts';

interface Called {
  readonly instance: Ordinal;
  readonly case: string;
}

/** The call, when the element instance still waits for this case. */
const openCall = ({ state }: Draft, { instance, case: called }: Called): Ordinal | undefined => {
  for (const [ordinal, call] of state.calls.in(instance)) if (call.case === called) return ordinal;
  return undefined;
};

const noCall = ({ instance, case: called }: Called): Rejection =>
  reject('NOT_FOUND', sentence`Expected element instance with key '${{ key: instance }}' to wait for the case '${called}' that it has called, but it does not`);

export const callHandlers: Handlers<'CompleteCall' | 'FailCall' | 'EscalateCall' | 'BreakCall' | 'CancelCalledCase'> = {
  CompleteCall: (dialect, ctx, command) => {
    const call = openCall(ctx.draft, command);
    if (call === undefined) return noCall(command);
    ctx.draft.emit({ type: 'CallEnded', ordinal: call });
    return dialect.workCompleted(ctx, command.instance, command.variables);
  },

  FailCall: (dialect, ctx, command) => {
    const call = openCall(ctx.draft, command);
    if (call === undefined) return noCall(command);
    const { instance, errorCode, errorMessage, variables } = command;
    ctx.draft.emit({ type: 'CallEnded', ordinal: call });
    if (dialect.catches(ctx, instance, errorCode)) return dialect.errorThrown(ctx, instance, { errorCode, errorMessage, variables });
    const message = `Expected to throw an error event with the code '${errorCode}' out of the called case, but nothing catches it`;
    raiseIncident(ctx.draft, instance, { errorType: 'unhandledError', phase: 'activate', message });
    return undefined;
  },

  EscalateCall: (dialect, ctx, command) =>
    openCall(ctx.draft, command) === undefined ? noCall(command) : dialect.escalationThrown(ctx, command.instance, command.escalationCode),

  BreakCall: (_dialect, { draft }, command) => {
    const call = openCall(draft, command);
    if (call === undefined) return noCall(command);
    draft.emit({ type: 'CallEnded', ordinal: call });
    raiseIncident(draft, command.instance, { errorType: 'calledElement', phase: 'activate', message: command.errorMessage });
    return undefined;
  },

  CancelCalledCase: (dialect, ctx) => dialect.cancel(ctx),
};
