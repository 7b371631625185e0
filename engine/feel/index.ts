/** The door to FEEL for the rest of the engine. */
import { BUILTIN_NAMES } from './builtin/index.ts';
import type { FeelCompilation, FeelEngine, FeelKind } from './engine.ts';
import { SyntaxProblem } from './lexer.ts';
import { NameTable } from './names.ts';
import { parse } from './parser.ts';
import { TYPE_NAMES } from './parse-type.ts';
import { programOf } from './program.ts';

export type * from './engine.ts';
export { feelCodeText, feelWarningText, type FeelWarning, type FeelWarningCode, type Span } from './warning.ts';
export type { FeelType, SimpleTypeName, TypeRegistry } from './type.ts';
export { Budget, Ended, Run } from './run.ts';
export * from './value.ts';
export { Decimal } from './decimal.ts';
export { equalityKey, equals, identical } from './equality.ts';
export { coerce, conforms, conformsTo, isInstance } from './instance-of.ts';
export { invoke, invokeNamed } from './invoke.ts';
export { fromJson, toJson } from './json.ts';
export { isNumber, parseNumber, toDouble } from './number.ts';
export { compare } from './order.ts';
export { readType as parseType } from './parse-type.ts';
export { inRange, satisfies } from './range.ts';
export { parseDate, parseDateTime, parseDuration, parseTemporal, parseTime } from './temporal-text.ts';
export { toText } from './text.ts';
export { typeText } from './type-text.ts';

/** Raised when a text may evaluate otherwise than before, in its value or in what it warns about. */
export const feelVersion = 2;

const MAX_CACHED = 2_000;
/** Longer texts are not worth keeping. */
const MAX_CACHED_TEXT = 4_000;

const cache = new Map<string, FeelCompilation>();

function compileAfresh(text: string, kind: FeelKind, names: readonly string[]): FeelCompilation {
  try {
    const tables = [BUILTIN_NAMES, TYPE_NAMES, ...(names.length > 0 ? [new NameTable(names)] : [])];
    return { ok: true, program: programOf(text, kind, parse(text, kind, tables)) };
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    return { ok: false, errors: [{ message: error.message, from: error.from, to: error.to }] };
  }
}

/** Compiles with a cache of the texts used last. */
export const feelEngine: FeelEngine = {
  compile(text: string, kind: FeelKind = 'expression', names: readonly string[] = []): FeelCompilation {
    if (text.length > MAX_CACHED_TEXT) return compileAfresh(text, kind, names);
    const key = JSON.stringify([kind, text, names]);
    const known = cache.get(key);
    const compilation = known ?? compileAfresh(text, kind, names);
    if (known) cache.delete(key);
    else if (cache.size >= MAX_CACHED) forgetOldest();
    cache.set(key, compilation);
    return compilation;
  },
};

function forgetOldest(): void {
  const oldest = cache.keys().next();
  if (!oldest.done) cache.delete(oldest.value);
}
