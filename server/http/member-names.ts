/**
 * Names that a JSON text may have and a record may not. A member named twice: parsing keeps the last
 * one only, which is not what was sent (RFC 8259 §4 leaves it open, RFC 7493 §2.3 forbids it). And
 * `__proto__`, which could change what code reads.
 */
import { limits } from '../../engine/stream/index.ts';

/** Strings with what shows them to be names, and what opens and closes an object. */
const tokens = /"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|[{}]/g;

/** Beyond it a body is refused for its depth, whatever its names are. */
const depthMax = 2 * limits.jsonDepth;

/** Names of most bodies are all different, also those of different objects, and have no escapes: then there is no more to look at. */
const couldBeWrong = (json: string): boolean => {
  if (json.includes('\\')) return true;
  const names = new Set<string>();
  for (let begin = json.indexOf('"'); begin !== -1; ) {
    const end = json.indexOf('"', begin + 1);
    let next = end + 1;
    while (json.charCodeAt(next) <= space) next += 1;
    if (json.charCodeAt(next) === colon) {
      const name = json.slice(begin + 1, end);
      if (name === '__proto__' || names.has(name)) return true;
      names.add(name);
    }
    begin = json.indexOf('"', next);
  }
  return false;
};

const space = 32;
const colon = 58;

/** What is wrong with a name in a valid JSON text; `undefined`: nothing. */
export const wrongName = (json: string): string | undefined => {
  if (!couldBeWrong(json)) return undefined;
  const open: Set<string>[] = [];
  for (const [token, text, colon] of json.matchAll(tokens)) {
    if (open.length > depthMax) return undefined;
    if (token === '{') open.push(new Set());
    else if (token === '}') open.pop();
    else if (text !== undefined && colon !== undefined) {
      const name = text.includes('\\') ? String(JSON.parse(`"${text}"`)) : text;
      if (name === '__proto__') return 'Expected no member called __proto__, but there is one';
      const names = open.at(-1);
      if (names?.has(name) === true) return `Expected every member once, but '${name}' stands twice in one object`;
      names?.add(name);
    }
  }
  return undefined;
};
