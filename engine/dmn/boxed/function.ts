import { FeelFunction, type FeelScope, type FeelValue, type Signature } from '../../feel/index.ts';
import type { Frame } from '../frame.ts';
import type { Logic } from '../graph.ts';
import type { FunctionDefinition } from '../model/expression.ts';
import { Scope } from '../scope.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';

/** Code outside FEEL never runs here: such functions give null (DMN 1.5 §10.3.2.13.3 allows it). */
function externalCall(name: string, language: string, frame: Frame): () => null {
  return () => frame.evaluation.warn('EXTERNAL_FUNCTION', `Expected a function in FEEL, but '${name}' is written in ${language}.`);
}

/**
 * DMN 1.5 §10.2.1.7, also the logic of a business knowledge model. The function sees itself under its
 * own `name` ('' for none). Arguments are converted by the caller, in `engine/feel`.
 */
export function compileFunction(definition: FunctionDefinition, site: Site, name: string, resultTypeRef?: string): Logic {
  const own = name === '' ? [] : [name];
  const parameterNames = definition.parameters.map((parameter) => parameter.name);
  const body = definition.language === 'FEEL' ? compileExpression(definition.body, site.with([...own, ...parameterNames])) : undefined;
  const parameterTypes = definition.parameters.map(({ typeRef }) => site.type(typeRef, definition.line));
  const resultType = site.type(resultTypeRef ?? definition.body?.typeRef, definition.line);
  return (scope: FeelScope, frame: Frame): FeelValue => {
    const parameters = definition.parameters.map((parameter, index) => {
      const type = parameterTypes[index];
      return type === undefined ? { name: parameter.name } : { name: parameter.name, type: frame.types.resolve(type) };
    });
    const evaluate = (args: readonly FeelValue[]): FeelValue => frame.evaluation.call(() => {
      const entries = new Map<string, FeelValue>();
      if (name !== '') entries.set(name, value);
      parameterNames.forEach((parameter, index) => entries.set(parameter, args[index] ?? null));
      return body === undefined ? null : body(new Scope(entries, scope), frame);
    });
    const signature: Signature = {
      parameters,
      ...(resultType === undefined ? {} : { result: frame.types.resolve(resultType) }),
      call: body === undefined ? externalCall(name, definition.language, frame) : evaluate,
    };
    const value = new FeelFunction(name, [signature]);
    return value;
  };
}
