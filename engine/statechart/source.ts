/**
 * Reads JSON text for people who must find their mistakes: every property keeps its line, and a name
 * that stands twice in one object is a problem (`JSON.parse` would silently keep the last one).
 */
import type { Json } from '../json/json.ts';
import type { Problem } from '../case/compilation.ts';

export interface Source {
  readonly value: Json;
  readonly problems: readonly Problem[];
  /** Line, from 1, of the property at the path or of its nearest ancestor. */
  lineOf(path: string): number;
}

/** `path` of a property inside the value at `parent`: `states.review.on.APPROVE[0]`. */
export const propertyPath = (parent: string, name: string | number): string =>
  typeof name === 'number' ? `${parent}[${name}]` : parent === '' ? name : `${parent}.${name}`;

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*")|([[\]{}:,])|([^\s[\]{}:,"]+))/gy;

/** Walks text that `JSON.parse` has accepted, so it need not check the grammar again. */
class Walk {
  readonly lines = new Map<string, number>();
  readonly problems: Problem[] = [];
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  #next(): string {
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text)?.[0] ?? '';
    this.#at += token.length;
    for (const character of token) if (character === '\n') this.#line += 1;
    return token.trim();
  }

  value(path: string, token = this.#next()): void {
    if (!this.lines.has(path)) this.lines.set(path, this.#line);
    if (token === '{') this.#object(path);
    else if (token === '[') this.#array(path);
  }

  #object(path: string): void {
    const seen = new Set<string>();
    for (let token = this.#next(); token !== '}' && token !== ''; token = this.#next()) {
      if (token === ',') continue;
      const name = JSON.parse(token) as string;
      const property = propertyPath(path, name);
      if (seen.has(name)) this.#problem(property, `Expected each name once in an object, but '${name}' stands there twice`);
      // zod skips this name without a word.
      if (name === '__proto__') this.#problem(property, `Expected another name than '${name}', but it is reserved`);
      seen.add(name);
      this.lines.set(property, this.#line);
      this.#next();
      this.value(property);
    }
  }

  #array(path: string): void {
    let index = 0;
    for (let token = this.#next(); token !== ']' && token !== ''; token = this.#next()) {
      if (token === ',') continue;
      this.value(propertyPath(path, index), token);
      index += 1;
    }
  }

  #problem(element: string, message: string): void {
    this.problems.push({ severity: 'error', message, element, line: this.#line });
  }
}

const parentPath = (path: string): string => {
  const cut = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
  return cut < 0 ? '' : path.slice(0, cut);
};

/** Throws `SyntaxError` when the text is not JSON. */
export const readSource = (text: string): Source => {
  const value = JSON.parse(text) as Json;
  const walk = new Walk(text);
  walk.value('');
  const lineOf = (path: string): number => {
    for (let at = path; at !== ''; at = parentPath(at)) {
      const line = walk.lines.get(at);
      if (line !== undefined) return line;
    }
    return 1;
  };
  return { value, problems: walk.problems, lineOf };
};
