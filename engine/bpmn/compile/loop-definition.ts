/** `multiInstanceLoopCharacteristics` and `standardLoopCharacteristics`. */
import type { LoopDefinition, MultiInstanceDefinition } from '../model.ts';
import { describe, extension, type BpmnElement } from '../source/bpmn-element.ts';
import type { Compiler } from './compiler.ts';
import { isVariableName } from './variable-name.ts';

export const compileLoop = (element: BpmnElement, compiler: Compiler): LoopDefinition | undefined => {
  const loop = element.loopCharacteristics;
  if (loop === undefined) return undefined;
  return loop.$type === 'bpmn:StandardLoopCharacteristics' ? compileStandardLoop(element, loop, compiler) : compileMultiInstance(element, loop, compiler);
};

const compileStandardLoop = (element: BpmnElement, loop: BpmnElement, compiler: Compiler): LoopDefinition => {
  const { testBefore = false, loopCondition, loopMaximum } = loop;
  const condition = loopCondition?.body === undefined ? null : compiler.feel(element, 'a loop condition', loopCondition.body);
  const maximum = loopMaximum === undefined ? null : Number(loopMaximum);
  if (maximum !== null && !(Number.isSafeInteger(maximum) && maximum >= 0))
    compiler.report.error(element, `Expected the loop maximum of ${describe(element)} to be a whole number, but it is '${String(loopMaximum)}'`);
  if (condition === null && maximum === null)
    compiler.report.error(element, `Expected the loop of ${describe(element)} to have a condition or a maximum, but it has none and would never end`);
  return { type: 'standard', testBefore, condition, maximum };
};

const compileMultiInstance = (element: BpmnElement, loop: BpmnElement, compiler: Compiler): MultiInstanceDefinition => {
  const { inputCollection, inputElement, outputCollection, outputElement } = extension(loop, 'LoopCharacteristics') ?? {};
  const condition = loop.completionCondition?.body;
  if ((outputCollection === undefined) !== (outputElement === undefined))
    compiler.report.error(element, `Expected ${describe(element)} to have an output collection and an output element or none of them, but it has one`);
  return {
    type: 'multiInstance',
    sequential: loop.isSequential === true,
    inputCollection: compiler.feel(element, 'an input collection', inputCollection ?? ofCardinality(loop)),
    inputElement: nameOf(element, 'input element', inputElement, compiler),
    outputCollection: nameOf(element, 'output collection', outputCollection, compiler),
    outputElement: outputElement === undefined ? null : compiler.feel(element, 'an output element', outputElement),
    completionCondition: condition === undefined || condition.trim() === '' ? null : compiler.feel(element, 'a completion condition', condition),
  };
};

/** A number of instances is a collection of their numbers. */
const ofCardinality = ({ loopCardinality }: BpmnElement): string | undefined => {
  const body = loopCardinality?.body?.trim();
  return body === undefined || body === '' ? undefined : `=for i in 1..(${body.replace(/^=/, '')}) return i`;
};

const nameOf = (element: BpmnElement, what: string, name: string | undefined, compiler: Compiler): string | null => {
  if (name === undefined || name === '') return null;
  if (!isVariableName(name)) compiler.report.error(element, `Expected the ${what} of ${describe(element)} to be a name, but it is '${name}'`);
  return name;
};
