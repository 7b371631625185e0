/** Compiles what is deployed, and what was. Whoever implements it decides where that happens, and how long it may take. */
import { compileResources, type Compiled, type DeployedBefore, type Resource } from '../library/deployable.ts';
import { compileModels, type DefinitionModel, type DialectName } from '../library/models.ts';

/** Nothing of it was kept. */
export interface NotCompiled {
  readonly kind: 'notCompiled';
  /** RESOURCE_EXHAUSTED: others are before it; it may be tried again. */
  readonly code: 'INVALID_ARGUMENT' | 'RESOURCE_EXHAUSTED';
  /** Says which limit was met, and the setting that moves it. */
  readonly message: string;
}

export interface Compiler {
  compile(resources: readonly Resource[], deployed: DeployedBefore): Promise<Compiled | NotCompiled>;
  /** Of a file that was deployed. */
  models(source: string, dialect: DialectName): Promise<readonly DefinitionModel[] | NotCompiled>;
}

/** In this thread and without a limit: for what ships with the product, for tools and for tests. */
export const compileHere: Compiler = { compile: compileResources, models: compileModels };
