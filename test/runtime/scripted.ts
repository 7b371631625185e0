/** A runtime whose definitions are scripts: deployed as some process of their id, and run as acts. */
import type { Executable } from '../../engine/case/index.ts';
import { StreamKinds } from '../../runtime/stream/stream-kinds.ts';
import type { Runtime, RuntimeOptions } from '../../runtime/runtime.ts';
import { taskProcess } from './models.ts';
import { deployModel, openRuntimeOn } from './open-test-runtime.ts';

export type Scripts = { [id: string]: Executable };

export const openScripted = (url: string, scripts: Scripts, options: Partial<RuntimeOptions> = {}): Promise<Runtime> =>
  openRuntimeOn(url, {
    ...options,
    kindsOf: (library) => {
      const compiled = library.executable.bind(library);
      library.executable = (definition) => scripts[definition.id] ?? compiled(definition);
      return new StreamKinds(library);
    },
  });

export const deployScripts = async (runtime: Runtime, ...ids: readonly string[]): Promise<void> => {
  for (const id of ids) await deployModel(runtime, `${id}.bpmn`, taskProcess(id));
};
