/** Item definitions (DMN 1.5 §7.3.3) as FEEL types, for one frame: constraints are evaluated with its budget. */
import { parseType, type FeelType, type TypeRegistry } from '../feel/index.ts';
import type { Frame } from './frame.ts';
import type { ItemDefinition } from './model/definitions.ts';
import type { Site } from './site.ts';
import { TestScope } from './scope.ts';
import { compileTest } from './table/cell-test.ts';

/** An item definition, compiled once per file; gives the type when a frame needs it. */
export type TypeSource = (types: ItemTypes) => FeelType;

export const ANY: FeelType = { kind: 'simple', name: 'Any' };

/** Names of types in DMN 1.1 files and in Camunda Modeler that FEEL writes otherwise, or not at all. */
const ALIASES: ReadonlyMap<string, FeelType> = new Map<string, FeelType>([
  ['dateTime', { kind: 'simple', name: 'date and time' }],
  ['dayTimeDuration', { kind: 'simple', name: 'days and time duration' }],
  ['yearMonthDuration', { kind: 'simple', name: 'years and months duration' }],
  ['any', ANY],
  ['context', { kind: 'context', entries: new Map() }],
  ['list', { kind: 'list', of: ANY }],
  ['integer', { kind: 'simple', name: 'number' }],
  ['long', { kind: 'simple', name: 'number' }],
  ['double', { kind: 'simple', name: 'number' }],
]);

/** The type that a `typeRef` names; item definitions come out as `named`. */
export function typeReference(typeRef: string): FeelType {
  return ALIASES.get(typeRef) ?? parseType(typeRef) ?? { kind: 'named', name: typeRef };
}

export class ItemTypes implements TypeRegistry {
  readonly frame: Frame;
  readonly #built = new Map<string, FeelType | undefined>();
  readonly #building = new Set<string>();

  constructor(frame: Frame) {
    this.frame = frame;
  }

  get(name: string): FeelType | undefined {
    if (this.#built.has(name)) return this.#built.get(name);
    this.#building.add(name);
    const type = this.frame.unit.types.get(name)?.(this) ?? this.#imported(name);
    this.#building.delete(name);
    this.#built.set(name, type);
    return type;
  }

  #imported(name: string): FeelType | undefined {
    for (const imported of this.frame.unit.imports) {
      const prefix = imported.name === '' ? '' : `${imported.name}.`;
      const type = name.startsWith(prefix) ? this.frame.in(imported.unit).types.get(name.slice(prefix.length)) : undefined;
      if (type !== undefined) return type;
    }
    return undefined;
  }

  /** Replaces names by what they stand for, so that the type means the same in other files; recursive ones stay named. */
  resolve(type: FeelType): FeelType {
    switch (type.kind) {
      case 'named':
        return this.#building.has(type.name) ? type : this.get(type.name) ?? ANY;
      case 'list':
      case 'range':
        return { kind: type.kind, of: this.resolve(type.of) };
      case 'context':
        return { kind: 'context', entries: new Map([...type.entries].map(([name, entry]) => [name, this.resolve(entry)])) };
      case 'function':
        return { kind: 'function', parameters: type.parameters.map((parameter) => this.resolve(parameter)), result: this.resolve(type.result) };
      default:
        return type;
    }
  }
}

function constrained(base: TypeSource, tests: string | undefined, definition: ItemDefinition, site: Site): TypeSource {
  if (tests === undefined || tests.trim() === '') return base;
  const test = compileTest(tests, site, definition.line);
  return (types) => ({ kind: 'constrained', base: base(types), admits: (value) => test(value, new TestScope(value), types.frame) });
}

function baseOf(definition: ItemDefinition, site: Site): TypeSource {
  const { components, functionItem } = definition;
  const reference = (typeRef: string | undefined): FeelType => site.type(typeRef, definition.line) ?? ANY;
  if (components.length > 0) {
    const entries = components.map((component) => [component.name, compileItemDefinition(component, site)] as const);
    return (types) => ({ kind: 'context', entries: new Map(entries.map(([name, source]) => [name, source(types)])) });
  }
  if (functionItem !== undefined) {
    const parameters = functionItem.parameters.map((parameter) => reference(parameter.typeRef));
    const result = reference(functionItem.outputTypeRef);
    return (types) => types.resolve({ kind: 'function', parameters, result });
  }
  const base = reference(definition.typeRef);
  return (types) => types.resolve(base);
}

/** Allowed values bound the elements of a collection, a type constraint the collection as a whole. */
export function compileItemDefinition(definition: ItemDefinition, site: Site): TypeSource {
  const element = constrained(baseOf(definition, site), definition.allowedValues, definition, site);
  const whole: TypeSource = definition.isCollection ? (types) => ({ kind: 'list', of: element(types) }) : element;
  return constrained(whole, definition.typeConstraint, definition, site);
}
