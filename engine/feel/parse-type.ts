/** Types as they are written after `instance of` and in parameters (DMN 1.5 grammar rule 52). */
import { SyntaxProblem } from './lexer.ts';
import { NameTable } from './names.ts';
import { TokenStream } from './token-stream.ts';
import type { FeelType, SimpleTypeName } from './type.ts';

const SIMPLE: ReadonlyMap<string, SimpleTypeName> = new Map([
  ['Any', 'Any'],
  ['Null', 'Null'],
  ['number', 'number'],
  ['string', 'string'],
  ['boolean', 'boolean'],
  ['date', 'date'],
  ['time', 'time'],
  ['date and time', 'date and time'],
  ['dateTime', 'date and time'],
  ['years and months duration', 'years and months duration'],
  ['yearMonthDuration', 'years and months duration'],
  ['days and time duration', 'days and time duration'],
  ['dayTimeDuration', 'days and time duration'],
]);
export const TYPE_NAMES = new NameTable(SIMPLE.keys());
export const ANY: FeelType = { kind: 'simple', name: 'Any' };

export function parseType(stream: TokenStream): FeelType {
  return stream.nested(() => {
    const name = takeTypeName(stream);
    const simple = SIMPLE.get(name);
    if (simple !== undefined) return { kind: 'simple', name: simple };
    if (name === 'list' || name === 'range') return { kind: name, of: parseElementType(stream, name) };
    if (name === 'context') return { kind: 'context', entries: parseEntryTypes(stream) };
    if (name === 'function' && stream.isSymbol('<')) return parseFunctionType(stream);
    return { kind: 'named', name };
  });
}

/** Words joined by blanks and dots, as item definitions of imports are named. */
function takeTypeName(stream: TokenStream): string {
  if (stream.token.kind !== 'name' || stream.isReserved) stream.fail('a type');
  let name = stream.takeKnownName() ?? stream.advance().text;
  for (;;) {
    if (stream.isSymbol('.') && stream.peek().kind === 'name') {
      stream.advance();
      name += `.${stream.takeKnownName() ?? stream.advance().text}`;
    } else if (stream.token.kind === 'name' && !stream.isReserved && !SIMPLE.has(name)) {
      name += ` ${stream.advance().text}`;
    } else {
      return name;
    }
  }
}

function parseElementType(stream: TokenStream, of: string): FeelType {
  if (!stream.takeSymbol('<')) return ANY;
  const type = parseType(stream);
  stream.expectSymbol('>', `after the type of the ${of}`);
  return type;
}

function parseEntryTypes(stream: TokenStream): ReadonlyMap<string, FeelType> {
  const entries = new Map<string, FeelType>();
  if (!stream.takeSymbol('<')) return entries;
  while (!stream.takeSymbol('>')) {
    if (entries.size > 0) stream.expectSymbol(',', 'between the entries of the context type');
    const name = stream.token.kind === 'string' ? stream.advance().text : stream.takeIntroduced(':');
    if (name === undefined) stream.fail("an entry's name and ':'");
    stream.expectSymbol(':', "after the entry's name");
    entries.set(name, parseType(stream));
  }
  return entries;
}

function parseFunctionType(stream: TokenStream): FeelType {
  stream.expectSymbol('<', 'before the types of the parameters');
  const parameters: FeelType[] = [];
  while (!stream.takeSymbol('>')) {
    if (parameters.length > 0) stream.expectSymbol(',', 'between the types of the parameters');
    parameters.push(parseType(stream));
  }
  stream.expectSymbol('->', "before the function's result type");
  return { kind: 'function', parameters, result: parseType(stream) };
}

/** Reads a type such as `number`, `list<string>`, `context<a: number>` or `tLoan`; undefined when it is none. */
export function readType(text: string): FeelType | undefined {
  try {
    const stream = new TokenStream(text, [TYPE_NAMES]);
    const type = parseType(stream);
    return stream.token.kind === 'end' ? type : undefined;
  } catch (error) {
    if (error instanceof SyntaxProblem) return undefined;
    throw error;
  }
}
