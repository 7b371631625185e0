/** From a request to a committed command, or to the problem that says why not. */
import type { FastifyRequest } from 'fastify';
import { type Command } from '../../engine/case/index.ts';
import { messageStreamOf, type MessageCommand } from '../../engine/message/index.ts';
import { signalStreamOf, type SignalCommand } from '../../engine/signal/index.ts';
import { streamKeyOf, ordinalOf, type Ordinal } from '../../engine/stream/index.ts';
import { refuse, type Accepted, type CommandSubmission, type CreateSubmission, type Refused } from '../../runtime/pipeline/submission.ts';
import { orderOf } from '../http/identity.ts';
import { rejectionProblem } from '../problem/problem-error.ts';
import type { ServerContext } from '../server-context.ts';

/** Names of commands on the wire, in the details of problems. */
export type CommandName = 'CREATE' | 'CANCEL' | 'CLOSE' | 'COMPLETE' | 'ASSIGN' | 'UPDATE' | 'FAIL' | 'THROW_ERROR' | 'RESOLVE' | 'PUBLISH' | 'BROADCAST' | 'SEND' | 'COMMENT';

export const rejected = (name: CommandName, { code, message }: Refused): Error =>
  rejectionProblem(refuse(code, `Command '${name}' rejected with code '${code}': ${message}`));

type CaseCommand = Exclude<Command, { type: 'CreateCase' }>;

export interface KeyedCommand {
  readonly name: CommandName;
  /** Key of what the command is about, as it stood in the request. */
  readonly key: string;
  /** The sentence when there is no such thing; it may ask what became of it. */
  readonly missing: string | (() => Promise<string>);
  command(ordinal: Ordinal): CaseCommand;
}

const int8Max = 2n ** 63n - 1n;

/** A command for the case that the key names. Resolves after its commit. @throws ProblemError */
export const submitForKey = async ({ runtime }: ServerContext, request: FastifyRequest, keyed: KeyedCommand): Promise<Accepted> => {
  const { name } = keyed;
  const missing = async (): Promise<Error> =>
    rejected(name, refuse('NOT_FOUND', typeof keyed.missing === 'string' ? keyed.missing : await keyed.missing()));
  const key = BigInt(keyed.key);
  if (key <= 0n || key > int8Max) throw await missing();
  const command = keyed.command(ordinalOf(key));
  const result = await runtime.pipeline.submit({ kind: 'command', stream: streamKeyOf(key), command, ...orderOf(request) });
  if (result.kind === 'accepted') return result;
  throw result.code === 'NOT_FOUND' ? await missing() : rejected(name, result);
};

type Creation = Pick<CreateSubmission, 'definition' | 'create'>;

export const submitCreation = async ({ runtime }: ServerContext, request: FastifyRequest, creation: Creation): Promise<Accepted> => {
  const { id, mayRepeat, ...identity } = orderOf(request);
  const repeatable = mayRepeat ? { idempotencyKey: id } : {};
  const result = await runtime.pipeline.submit({ kind: 'create', id, ...identity, ...repeatable, waits: true, ...creation });
  if (result.kind === 'rejected') throw rejected('CREATE', result);
  return result;
};

/** To a stream that is found by a name; a client may repeat it under its own id. */
const submitNamed = async ({ runtime }: ServerContext, request: FastifyRequest, name: CommandName, to: Pick<CommandSubmission, 'stream' | 'command'>): Promise<Accepted> => {
  const { id, mayRepeat, ...identity } = orderOf(request);
  const repeatable = mayRepeat ? { idempotencyKey: id } : {};
  const result = await runtime.pipeline.submit({ kind: 'command', id, mayRepeat, ...identity, ...repeatable, waits: true, ...to });
  if (result.kind === 'rejected') throw rejected(name, result);
  return result;
};

export const submitMessage = (context: ServerContext, request: FastifyRequest, command: MessageCommand & { type: 'PublishMessage' }): Promise<Accepted> =>
  submitNamed(context, request, 'PUBLISH', { stream: messageStreamOf(command.name, command.correlationKey), command });

export const submitSignal = (context: ServerContext, request: FastifyRequest, command: SignalCommand & { type: 'BroadcastSignal' }): Promise<Accepted> =>
  submitNamed(context, request, 'BROADCAST', { stream: signalStreamOf(command.name), command });
