/** The definitions of a case file, compiled from its own sources: their hashes stand in the records. */
import { compileAcceptedBpmn } from '../bpmn/index.ts';
import type { Executable } from '../case/index.ts';
import { compileDecisionSource } from '../dmn/index.ts';
import { feelEngine } from '../feel/index.ts';
import type { Definitions } from '../journal/index.ts';
import { compileStatechart } from '../statechart/index.ts';

/** `sources` are texts by hashes that were compared before. What is not there, or does not compile, is missing. */
export const definitionsOf = (sources: { readonly [hash: string]: string }): Definitions => {
  const executables = new Map<string, Promise<ReadonlyMap<string, Executable>>>();
  const compiled = async (source: string): Promise<ReadonlyMap<string, Executable>> => {
    const compilation = await (source.trimStart().startsWith('{') ? compileStatechart(source, feelEngine) : compileAcceptedBpmn(source, feelEngine));
    return new Map(compilation.ok ? compilation.definitions.map(({ id, executable }) => [id, executable]) : []);
  };
  return {
    executable: async (hash, id) => {
      const source = Object.hasOwn(sources, hash) ? sources[hash] : undefined;
      if (source === undefined) return undefined;
      const known = executables.get(hash) ?? compiled(source);
      executables.set(hash, known);
      return (await known).get(id);
    },
    decision: (hash) => {
      const source = Object.hasOwn(sources, hash) ? sources[hash] : undefined;
      if (source === undefined) return undefined;
      const compilation = compileDecisionSource(source, feelEngine);
      return compilation.ok ? compilation.model : undefined;
    },
  };
};
