/** The inverse of `TypedWriter`: the fields of a command or an event from its list in the record and the values of the payload. */
import type { Json } from '../json/json.ts';
import { memberOf, setMember } from '../json/named-members.ts';
import type { StepPayload } from './payload.ts';
import { UnreadableStepError, type TypedList } from './record.ts';
import { UnknownTypeError, type NamedField, type TypeShape } from './shape-table.ts';
import type { Typed } from './step.ts';

type Members = { [name: string]: Json | undefined };

/** What a path has in a payload; `withheld` also where the value's source is. */
type Found = { readonly value: Json | undefined } | 'withheld' | undefined;

const objectOf = (value: Json | undefined): Members | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : undefined;

export class TypedReader {
  /** null: the values are erased, and their fields are left out. */
  readonly #payload: Pick<StepPayload, 'values' | 'withheld'> | null;
  readonly #taken = new Set<string>();
  #command: Members = {};

  constructor(payload: Pick<StepPayload, 'values' | 'withheld'> | null) {
    this.#payload = payload;
  }

  /** The command is read before the events. */
  command(list: TypedList, shape: TypeShape): Typed {
    this.#command = this.#read(list, shape, 'command');
    return this.#command as unknown as Typed;
  }

  event(list: TypedList, shape: TypeShape, index: number): Typed {
    return this.#read(list, shape, `events.${index}`) as unknown as Typed;
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

  #read(list: TypedList, shape: TypeShape, path: string): Members {
    if (list.length - 1 > shape.record.length)
      throw new UnknownTypeError(shape.type, `Expected ${shape.type} with at most ${shape.record.length} fields, as this release knows it, but found ${list.length - 1}`);
    const fields: Members = { type: shape.type };
    for (const [index, field] of shape.record.entries()) {
      const found = this.#recordField(list[index + 1] ?? null, field, path);
      if (found !== undefined) fields[field.name] = found;
    }
    if (this.#payload === null) return fields;
    for (const field of shape.payload) {
      const found = this.#payloadField(field, `${path}.${field.name}`, fields);
      if (found !== undefined) fields[field.name] = found;
    }
    return fields;
  }

  #recordField(written: Json, field: NamedField, path: string): Json | undefined {
    if (written !== null) return written;
    if (field.absent === 'default') return field.fallback;
    if (field.absent === 'commanded') return memberOf(this.#command, field.name);
    if (field.absent === 'never') throw new UnreadableStepError(`Expected the record to have '${path}.${field.name}', but it is left out`);
    return undefined;
  }

  #payloadField(field: NamedField, path: string, fields: Members): Json | undefined {
    if (field.absent === 'no members' || field.absent === 'absent or no members') return this.#membersOf(field, path);
    const found = this.#take(path) ?? this.#leftOut(field, fields);
    if (found === 'withheld') return undefined;
    if (found !== undefined) return found.value;
    throw new UnreadableStepError(`Expected the payload to have '${path}', but it has none`);
  }

  /** The value of a field that the payload does not have. */
  #leftOut({ absent, name }: NamedField, fields: Members): Found {
    if (absent === 'absent') return { value: undefined };
    if (absent === 'commanded') return { value: memberOf(this.#command, name) };
    if (absent !== 'variable') return undefined;
    const variable = fields['name'];
    if (typeof variable !== 'string') return undefined;
    const variables = objectOf(this.#command['variables']);
    if (variables !== undefined && Object.hasOwn(variables, variable)) return { value: variables[variable] };
    const isWithheld = Object.hasOwn(this.#payload?.withheld ?? {}, `command.variables.${variable}`);
    return isWithheld ? 'withheld' : undefined;
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
