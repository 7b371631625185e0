import { FeelFunction, type FeelScope, type FeelType, type FeelValue, type Parameter, type Signature } from '../../feel/index.ts';
import type { Frame } from '../frame.ts';
import type { Logic } from '../graph.ts';
import type { Place } from '../place.ts';
import type { FunctionDefinition } from '../model/expression.ts';
import { Scope } from '../scope.ts';
import type { Site } from '../site.ts';
import { compileExpression } from './compile-expression.ts';

/** Code outside FEEL never runs here: such functions give null (DMN 1.5 §10.3.2.13.3 allows it). */
function externalCall(name: string, place: Place, frame: Frame): () => null {
  return () => frame.evaluation.warn('EXTERNAL_FUNCTION', place, name === '' ? {} : { name });
}

/** What the body gives for arguments bound to these names. */
type Body = (names: readonly string[], args: readonly FeelValue[]) => FeelValue;

function signatureOf(parameters: readonly Parameter[], result: FeelType | undefined, body: Body): Signature {
  const names = parameters.map(({ name }) => name);
  return { parameters, ...(result === undefined ? {} : { result }), call: (args) => body(names, args) };
}

export interface FunctionOptions {
  /** The name under which the function sees itself; '' for none. */
  readonly name: string;
  readonly resultTypeRef?: string | undefined;
  /** A function that declares no parameters has those that its body reads and nothing else gives. */
  readonly implicit?: { readonly parameters: () => readonly string[]; readonly scope: (frame: Frame) => FeelScope };
}

/**
 * DMN 1.5 §10.2.1.7, also the logic of a business knowledge model. Arguments are converted by the caller, in
 * `engine/feel`.
 */
export function compileFunction(definition: FunctionDefinition, site: Site, { name, resultTypeRef, implicit }: FunctionOptions): Logic {
  const own = name === '' ? [] : [name];
  const declared = definition.parameters.map((parameter) => parameter.name);
  const body = definition.language === 'FEEL' ? compileExpression(definition.body, site.with([...own, ...declared])) : undefined;
  const types = definition.parameters.map(({ typeRef }) => site.type(typeRef, definition.line));
  const resultType = site.type(resultTypeRef ?? definition.body?.typeRef, definition.line);
  const undeclared = declared.length === 0 && implicit !== undefined ? implicit : undefined;
  return (scope: FeelScope, frame: Frame): FeelValue => {
    const result = resultType === undefined ? undefined : frame.types.resolve(resultType);
    const within = (outer: FeelScope): Body => (names, args) => frame.evaluation.call(() => {
      const entries = new Map<string, FeelValue>();
      if (name !== '') entries.set(name, value);
      names.forEach((parameter, index) => entries.set(parameter, args[index] ?? null));
      return body === undefined ? null : body(new Scope(entries, outer), frame);
    });
    const run = body === undefined ? externalCall(name, site.place, frame) : within(scope);
    const parameters = declared.map((parameter, index): Parameter => {
      const type = types[index];
      return type === undefined ? { name: parameter } : { name: parameter, type: frame.types.resolve(type) };
    });
    const signatures = undeclared === undefined
      ? [signatureOf(parameters, result, run)]
      : [
        signatureOf([], result, within(undeclared.scope(frame))),
        signatureOf(undeclared.parameters().map((parameter) => ({ name: parameter, optional: true })), result, run),
      ];
    const value = new FeelFunction(name, signatures);
    return value;
  };
}
