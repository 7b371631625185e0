/** The decision files of one deployment, compiled together: they may import each other, and must not define the same ids. */
import type { FeelEngine } from '../feel/index.ts';
import { compileDecisions, type DecisionFile, type ImportWanted } from './compile-decisions.ts';
import type { DecisionModel } from './decision-model.ts';
import { readDefinitions } from './model/read-definitions.ts';
import type { DmnProblem } from './problem.ts';

export interface CompileFilesOptions {
  /** Gives a file that none of these is, such as one that was deployed before; undefined when there is none. */
  readonly resolve?: (wanted: ImportWanted) => DecisionFile | undefined;
}

export interface CompiledFile {
  readonly file: DecisionFile;
  /** Undefined when one of the problems is an error. */
  readonly model: DecisionModel | undefined;
  readonly problems: readonly DmnProblem[];
  /** The files that it imports, and those that they import. With all of them it compiles again to the same model. */
  readonly imports: readonly DecisionFile[];
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Finds imported files: by namespace, and by their location where several files have the same namespace. */
export class Imports {
  readonly #byNamespace = new Map<string, DecisionFile[]>();

  constructor(files: readonly DecisionFile[]) {
    for (const file of files) {
      const reading = readDefinitions(file.xml, true);
      if (!reading.ok) continue;
      const { namespace } = reading.definitions;
      this.#byNamespace.set(namespace, [...(this.#byNamespace.get(namespace) ?? []), file]);
    }
  }

  has(namespace: string): boolean {
    return this.#byNamespace.has(namespace);
  }

  find(wanted: ImportWanted, importer?: DecisionFile): DecisionFile | undefined {
    const candidates = (this.#byNamespace.get(wanted.namespace) ?? []).filter((file) => file !== importer);
    const located = candidates.find(({ name }) => wanted.location !== undefined && baseName(name) === baseName(wanted.location));
    return located ?? (candidates.length === 1 ? candidates[0] : undefined);
  }
}

/** Ids must be unique among all files, so that a decision is found by its id alone. */
class TakenIds {
  readonly #takenBy = new Map<string, string>();

  /** A problem for each decision of the file that another one has defined. */
  take(file: DecisionFile, model: DecisionModel): readonly DmnProblem[] {
    return model.decisions.flatMap(({ id }): DmnProblem[] => {
      const other = this.#takenBy.get(id);
      if (other === undefined) {
        this.#takenBy.set(id, file.name);
        return [];
      }
      return [{ severity: 'error', message: `Expected the ids of decisions to be unique, but '${id}' stands in '${other}' as well.`, element: id }];
    });
  }
}

/** Each file by itself, in the given order; one that is refused refuses none of the others, unless they import it. */
export function compileDecisionFiles(
  files: readonly DecisionFile[],
  feel: FeelEngine,
  options: CompileFilesOptions = {},
): readonly CompiledFile[] {
  const imports = new Imports(files);
  const ids = new TakenIds();
  return files.map((file): CompiledFile => {
    const used = new Set<DecisionFile>();
    const compilation = compileDecisions(file.xml, feel, {
      resolveImport: (wanted) => {
        const found = imports.has(wanted.namespace) ? imports.find(wanted, file) : options.resolve?.(wanted);
        if (found !== undefined) used.add(found);
        return found;
      },
    });
    if (!compilation.ok) return { file, model: undefined, problems: compilation.problems, imports: [...used] };
    const { model } = compilation;
    const taken = ids.take(file, model);
    return { file, model: taken.length > 0 ? undefined : model, problems: [...model.warnings, ...taken], imports: [...used] };
  });
}
