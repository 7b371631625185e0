/** Cases in the runtime. */
import { caseStream, type CaseState, type Command, type Event, type Executable } from '../../engine/case/index.ts';
import { reject } from '../../engine/stream/index.ts';
import type { DefinitionLibrary } from '../library/definition-library.ts';
import { projectCase } from '../projection/project-case.ts';
import type { Prepared, StreamKind } from './stream-kind.ts';

const noCase = (command: Command) =>
  command.type === 'CancelCase'
    ? reject('NOT_FOUND', ["Expected to cancel a process instance with key '", { key: 0 }, "', but no such process was found"])
    : reject('NOT_FOUND', [`Expected to find the case of ${command.type} with key '`, { key: 0 }, "', but no such case was found"]);

export const caseKind = (library: DefinitionLibrary): StreamKind<CaseState, Command, Event, Executable> => ({
  decider: caseStream,

  prepare: (transaction, state, command) => {
    const definition = command.type === 'CreateCase' ? command.definition : state.definition;
    if (definition === null) return noCase(command);
    const prepared = (model: Executable): Prepared<Executable> => ({
      model,
      definition: definition.hash,
      ...(model.questions === undefined ? {} : { questions: model.questions }),
    });
    const known = library.executable(definition);
    return known === undefined ? library.prepareAtOnce(transaction, definition).then(prepared) : prepared(known);
  },

  project: projectCase,
  wakeUps: (collector, stream, events, state) => collector.collectCase(stream, events, state),
});
