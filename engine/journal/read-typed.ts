/** The inverse of `TypedWriter`: the fields of a command or an event from its list in the record and the values of the payload. */
import type { Json } from '../json/json.ts';
import { setMember } from '../json/named-members.ts';
import type { Order } from '../stream/index.ts';
import type { StepPayload } from './payload.ts';
import { UnreadableListError, UnreadableStepError, type TypedList } from './record.ts';
import { isSame, SaidSoFar } from './said-so-far.ts';
import { UnknownTypeError, type NamedField, type TypeShape } from './shape-table.ts';
import type { Typed } from './step.ts';

type Members = { [name: string]: Json | undefined };

/** What a path has in a payload. */
type Found = { readonly value: Json | undefined } | 'withheld' | undefined;

export class TypedReader {
  readonly #said: SaidSoFar;
  /** null: the values are erased, and their fields are left out. */
  readonly #payload: Pick<StepPayload, 'values' | 'withheld'> | null;
  readonly #taken = new Set<string>();

  constructor(who: Omit<Order, 'id'>, payload: Pick<StepPayload, 'values' | 'withheld'> | null) {
    this.#said = new SaidSoFar(who);
    this.#payload = payload;
  }

  /** The command is read before the events. */
  command(list: TypedList, shape: TypeShape): Typed {
    const command = this.#read(list, shape, 'command');
    this.#said.tellCommand(command);
    return command;
  }

  event(list: TypedList, shape: TypeShape, index: number): Typed {
    const event = this.#read(list, shape, `events.${index}`);
    this.#said.tell(event);
    return event;
  }

  answers(): { readonly [question: string]: Json } {
    const answers: { [question: string]: Json } = {};
    this.#each('answers.', (question, answer) => setMember(answers, question, answer));
    return answers;
  }

  /** Throws an `UnreadableStepError` when the payload holds what no command, event or answer has. */
  finish(): void {
    const { values, withheld } = this.#payload ?? { values: {}, withheld: {} };
    const stray = [...Object.keys(values), ...Object.keys(withheld)].find((path) => !this.#taken.has(path));
    if (stray !== undefined) throw new UnreadableStepError(`Expected the payload to hold values of the step, but it has '${stray}'`);
  }

  #read(list: TypedList, shape: TypeShape, path: string): Typed {
    if (list.length - 1 > shape.record.length)
      throw new UnknownTypeError(shape.type, `Expected ${shape.type} with at most ${shape.record.length} fields, as this release knows it, but found ${list.length - 1}`);
    if (list.at(-1) === null) throw new UnreadableListError(`Expected '${path}' to be cut behind its last field, but it ends with null`);
    const fields: { type: string; [name: string]: Json | undefined } = { type: shape.type };
    let index = 0;
    for (const field of shape.record) {
      index += 1;
      const found = this.#recordField(list[index] ?? null, field, path);
      if (found !== undefined) fields[field.name] = found;
    }
    if (this.#payload === null) return fields;
    for (const field of shape.payload) {
      const found = this.#payloadField(field, `${path}.${field.name}`, fields);
      if (found !== undefined) fields[field.name] = found;
    }
    return fields;
  }

  /** `path`: of the command or the event. */
  #recordField(written: Json, field: NamedField, path: string): Json | undefined {
    const { absent, name } = field;
    const follows = this.#said.follows(field) as Json | undefined;
    if (written === null) {
      if (follows !== undefined || absent === 'absent' || absent === 'said alone' || absent === 'commanded') return follows;
      throw new UnreadableListError(`Expected the record to have '${path}.${name}', but it is left out`);
    }
    if (absent === 'said alone' && Array.isArray(written) && written.length === 0) {
      if (follows !== undefined) return undefined;
      throw new UnreadableListError(`Expected '${path}.${name}' to be left out where it is absent, but it is written`);
    }
    if (isSame(written, follows)) throw new UnreadableListError(`Expected '${path}.${name}' to be left out, for it follows from what was said before, but it is written`);
    return written;
  }

  #payloadField(field: NamedField, path: string, fields: Members): Json | undefined {
    const { absent } = field;
    if (absent === 'no members' || absent === 'absent or no members') return this.#membersOf(field, path);
    const found = this.#take(path);
    if (found === 'withheld') return undefined;
    const follows = (absent === 'variable' ? this.#said.variable(fields['name']) : this.#said.follows(field)) as Json | undefined;
    if (found !== undefined) {
      if (!isSame(found.value, follows)) return found.value;
      throw new UnreadableStepError(`Expected the payload to leave out '${path}', for the command has it, but it has it twice`);
    }
    if (follows !== undefined || absent === 'absent' || absent === 'commanded' || this.#isWithheld(field, fields)) return follows;
    throw new UnreadableStepError(`Expected the payload to have '${path}', but it has none`);
  }

  /** Whether the command's variable, which the event has too, is withheld. */
  #isWithheld({ absent }: NamedField, { name }: Members): boolean {
    return absent === 'variable' && typeof name === 'string' && Object.hasOwn(this.#payload?.withheld ?? {}, `command.variables.${name}`);
  }

  #membersOf({ absent }: NamedField, path: string): Json | undefined {
    const members: { [name: string]: Json } = {};
    const whole = this.#take(path);
    const count = this.#each(`${path}.`, (name, value) => setMember(members, name, value));
    if (count === 0 && whole === undefined && absent === 'absent or no members') return undefined;
    return members;
  }

  #take(path: string): Found {
    const { values, withheld } = this.#payload ?? { values: {}, withheld: {} };
    const isWithheld = Object.hasOwn(withheld, path);
    if (!isWithheld && !Object.hasOwn(values, path)) return undefined;
    this.#taken.add(path);
    return isWithheld ? 'withheld' : { value: values[path] };
  }

  /** Calls back for each value behind the prefix; counts those withheld, too. */
  #each(prefix: string, use: (rest: string, value: Json) => void): number {
    const { values, withheld } = this.#payload ?? { values: {}, withheld: {} };
    let count = 0;
    for (const [path, value] of Object.entries(values)) {
      if (!path.startsWith(prefix)) continue;
      this.#taken.add(path);
      use(path.slice(prefix.length), value);
      count += 1;
    }
    for (const path of Object.keys(withheld)) {
      if (!path.startsWith(prefix)) continue;
      this.#taken.add(path);
      count += 1;
    }
    return count;
  }
}
