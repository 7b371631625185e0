/**
 * Streams and the network between them: what a step sends is delayed, doubled, and reordered across sources; what one
 * stream sends to another arrives in order. Everything is taken once under its id, as in the inbox.
 */
import { ok } from 'node:assert/strict';
import { caseStream, type CaseState, type Executable, type StartRef } from '../../engine/case/index.ts';
import type { Json } from '../../engine/json/json.ts';
import { messageStream } from '../../engine/message/index.ts';
import { signalStream } from '../../engine/signal/index.ts';
import { decideOn, engineActor, reject, type Decider, type Decision, type OutgoingCommand, type Question, type StreamState, type Typed } from '../../engine/stream/index.ts';
import { normalize } from '../../engine/json/normalize.ts';
import type { Random } from './random.ts';

type AnyDecider = Decider<StreamState, Typed, Typed, unknown>;

interface Stream {
  readonly decider: AnyDecider;
  state: StreamState;
  steps: number;
  /** Ids of the commands that were taken out of its inbox, whatever came of them. */
  readonly taken: Set<string>;
}

interface Letter {
  readonly source: bigint;
  readonly target: bigint;
  readonly id: string;
  readonly command: Typed;
}

export interface Taken {
  readonly stream: bigint;
  readonly command: Typed;
  readonly decision: Decision<Typed>;
}

/** What is deployed. */
export interface Deployed {
  /** By the id of the process. */
  executable(id: string): Executable;
  readonly messageStarts?: { readonly [name: string]: readonly StartRef[] };
  readonly signalStarts?: { readonly [name: string]: readonly StartRef[] };
}

const definitionOf = (id: string) => ({ key: '1', id, version: 1, hash: 'h', dialect: 'bpmn' }) as const;

export class RelayWorld {
  readonly streams = new Map<bigint, Stream>();
  readonly log: Taken[] = [];
  now = 1_893_456_000_000;
  doubled = 0;
  faults = 0;
  readonly #random: Random;
  readonly #deployed: Deployed;
  /** By source and target: what is under way, in order. */
  readonly #ways = new Map<string, Letter[]>();
  /** Delivered already, and about to be delivered again. */
  readonly #doubles: Letter[] = [];
  #numbers = 1_000;

  constructor(random: Random, deployed: Deployed) {
    this.#random = random;
    this.#deployed = deployed;
  }

  get isQuiet(): boolean {
    return this.#ways.size === 0 && this.#doubles.length === 0;
  }

  /** A command from outside. */
  send(target: bigint, command: Typed): Decision<Typed> {
    this.#numbers += 1;
    return this.#take({ source: 0n, target, id: `outside ${this.#numbers}`, command });
  }

  /** Something that is under way arrives, from any source. `mayFail`: doubles and failures of a receiver may happen. */
  deliver(mayFail: boolean): void {
    if (this.#doubles.length > 0 && this.#random.chance(0.3)) {
      this.#take(this.#doubles.splice(this.#random.below(this.#doubles.length), 1)[0]!);
      return;
    }
    if (this.#ways.size === 0) return;
    const [name, way] = this.#random.pick([...this.#ways]);
    const letter = way.shift()!;
    if (way.length === 0) this.#ways.delete(name);
    if (mayFail && this.#random.chance(0.3)) {
      this.doubled += 1;
      this.#doubles.push(letter);
    }
    this.#take(letter, mayFail && this.#random.chance(0.05));
  }

  /** Delivers all that is under way. */
  settle(): void {
    for (let count = 0; !this.isQuiet; count += 1) {
      ok(count < 100_000, 'what is under way comes to rest');
      if (this.#ways.size === 0) this.#take(this.#doubles.pop()!);
      else this.deliver(false);
    }
  }

  #streamOf(key: bigint, command: Typed): Stream {
    const known = this.streams.get(key);
    if (known !== undefined) return known;
    const others = [messageStream, signalStream] as unknown as readonly AnyDecider[];
    const decider = others.find(({ shape }) => Object.hasOwn(shape.commands, command.type)) ?? (caseStream as unknown as AnyDecider);
    const stream: Stream = { decider, state: decider.initial(), steps: 0, taken: new Set() };
    this.streams.set(key, stream);
    return stream;
  }

  #decide(stream: Stream, { target, id, command }: Letter, fails: boolean): Decision<Typed> {
    if (fails) {
      this.faults += 1;
      return reject('PROCESSING_ERROR', 'Expected to decide, but the engine failed');
    }
    const facts = {
      stream: target, order: { id, actor: engineActor }, now: this.now, zone: 'UTC', library: { decision: () => undefined }, answer: (question: Question) => this.#answer(question),
    };
    return decideOn(stream.decider, { state: stream.state, model: this.#modelOf(stream, command), command }, facts);
  }

  #modelOf({ decider, state }: Stream, command: Typed): unknown {
    if (decider.kind !== 'case') return undefined;
    const id = 'definition' in command ? (command.definition as { readonly id: string }).id : (state as CaseState).definition?.id;
    return id === undefined ? undefined : this.#deployed.executable(id);
  }

  #answer(question: Question): Json {
    if (question.type === 'definition') return definitionOf(question.id);
    if (question.type === 'messageStarts' || question.type === 'signalStarts') return (this.#deployed[question.type]?.[question.name] ?? []) as unknown as Json;
    this.#numbers += 1;
    return String(this.#numbers);
  }

  #take(letter: Letter, fails = false): Decision<Typed> {
    const { source, target, id, command } = letter;
    const stream = this.#streamOf(target, command);
    if (stream.taken.has(id)) return reject('ALREADY_EXISTS', 'Expected a new command, but it was taken before');
    stream.taken.add(id);
    if (this.#random.chance(0.1)) stream.state = stream.decider.restore(JSON.parse(JSON.stringify(stream.state)));
    const decision = this.#decide(stream, letter, fails && command.type !== 'Continue' && this.#canBeRefused(command));
    this.log.push({ stream: target, command, decision });
    if (decision.kind === 'accepted') {
      stream.steps += 1;
      this.#post(target, stream.steps, decision.outgoing);
    }
    const reply = decision.kind === 'rejected' && source !== 0n ? stream.decider.refused?.(target, command, decision) : undefined;
    if (reply !== undefined) this.#post(target, stream.steps, [{ target: source, command: reply }], ` ${id}`);
    return decision;
  }

  /** Only what has a way back may be lost in a failure of the receiver: the others are the receiver's own book-keeping. */
  #canBeRefused({ type }: Typed): boolean {
    return type === 'CorrelateMessage' || type === 'CatchSignal' || type === 'CreateCase';
  }

  #post(source: bigint, step: number, outgoing: readonly OutgoingCommand[], because = ''): void {
    for (const [index, { target, command }] of outgoing.entries()) {
      const letter: Letter = { source, target, id: `${source} ${step} ${index}${because}`, command: normalize(JSON.parse(JSON.stringify(command))) as unknown as Typed };
      const name = `${source} ${target}`;
      this.#ways.set(name, [...(this.#ways.get(name) ?? []), letter]);
    }
  }
}
