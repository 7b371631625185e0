/** What the processes of a deployed file compile to, as data that can go from one thread to another, and running that. */
import { compileAcceptedBpmn, executableProcess, type ProcessModel } from '../../engine/bpmn/index.ts';
import type { Executable, Uses } from '../../engine/case/index.ts';
import { feelEngine } from '../../engine/feel/index.ts';
import { freezeDeep } from '../../engine/json/freeze-deep.ts';
import { compileStatechart, executableStatechart, type StatechartModel } from '../../engine/statechart/index.ts';

export type DialectName = 'bpmn' | 'statechart';

interface Definition {
  readonly id: string;
  readonly uses: Uses;
}

export type DefinitionModel =
  | (Definition & { readonly dialect: 'bpmn'; readonly model: ProcessModel })
  | (Definition & { readonly dialect: 'statechart'; readonly model: StatechartModel });

/** @throws Error when it is refused: it was not, when it was deployed */
export const compileModels = async (source: string, dialect: DialectName): Promise<readonly DefinitionModel[]> => {
  const compilation = await (dialect === 'bpmn' ? compileAcceptedBpmn(source, feelEngine) : compileStatechart(source, feelEngine));
  if (!compilation.ok) throw new Error(`Expected to compile a deployed definition, but it was refused: ${compilation.problems[0]?.message}`);
  return compilation.definitions.map(({ id, uses, model }) => ({ id, uses, dialect, model }) as DefinitionModel);
};

/** The texts of its expressions are compiled when they are first evaluated. */
export const executableOf = (definition: DefinitionModel): Executable => {
  const { dialect, model, uses } = freezeDeep(definition);
  return dialect === 'bpmn' ? executableProcess(model, uses) : executableStatechart(model, uses);
};
