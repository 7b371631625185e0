/** All kinds of streams. A command's type says of which kind its stream is: a new kind is one line here. */
import { allShapes, shapeTable, type ShapeTable } from '../../engine/journal/index.ts';
import type { DefinitionLibrary } from '../library/definition-library.ts';
import { accessKind } from './access-kind.ts';
import { caseKind } from './case-kind.ts';
import { checkpointKind } from './checkpoint-kind.ts';
import { deploymentKind } from './deployment-kind.ts';
import { identityKind } from './identity-kind.ts';
import { messageKind } from './message-kind.ts';
import { scheduleKind } from './schedule-kind.ts';
import { signalKind } from './signal-kind.ts';
import type { AnyKind } from './stream-kind.ts';

export class StreamKinds {
  readonly #byCommand = new Map<string, AnyKind>();
  readonly #byName = new Map<string, AnyKind>();

  /** How all their commands and events stand in the journal. */
  readonly shapes: ShapeTable;

  /** `others`: instead of the kinds of this release. */
  constructor(library: DefinitionLibrary, others?: readonly AnyKind[]) {
    const kinds = others ?? ([
      caseKind(library), messageKind, signalKind, scheduleKind, deploymentKind, identityKind, accessKind, checkpointKind,
    ] as unknown as readonly AnyKind[]);
    this.shapes = others === undefined ? allShapes : shapeTable(...others.map(({ decider }) => decider.shape));
    for (const kind of kinds) {
      this.#byName.set(kind.decider.kind, kind);
      for (const type of Object.keys(kind.decider.shape.commands)) this.#byCommand.set(type, kind);
    }
  }

  named(name: string): AnyKind | undefined {
    return this.#byName.get(name);
  }

  of(commandType: string): AnyKind {
    const kind = this.#byCommand.get(commandType);
    if (kind === undefined) throw new Error(`Expected a command that some kind of stream takes, but found '${commandType}'`);
    return kind;
  }
}
