/** Sets of code points as sorted, disjoint ranges: what character classes mean. */

export type CodePointRange = readonly [first: number, last: number];
export type CodePoints = readonly CodePointRange[];

const LAST = 0x10ffff;
const known = new Map<string, CodePoints>();

export function union(sets: Iterable<CodePoints>): CodePoints {
  const ranges = [...sets].flat().sort((a, b) => a[0] - b[0]);
  const merged: [number, number][] = [];
  for (const [first, last] of ranges) {
    const previous = merged.at(-1);
    if (previous && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

export function complement(set: CodePoints): CodePoints {
  const rest: CodePointRange[] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (first > next) rest.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= LAST) rest.push([next, LAST]);
  return rest;
}

export function difference(a: CodePoints, b: CodePoints): CodePoints {
  return complement(union([complement(a), b]));
}

/** The members of a Unicode property such as `L` or `Nd`, looked up once by asking for every code point. */
export function ofProperty(name: string): CodePoints {
  const before = known.get(name);
  if (before) return before;
  const pattern = new RegExp(`^\\p{${name}}$`, 'u');
  const ranges: [number, number][] = [];
  for (let code = 0; code <= LAST; code += 1) {
    if (!pattern.test(String.fromCodePoint(code))) continue;
    const previous = ranges.at(-1);
    if (previous && previous[1] === code - 1) previous[1] = code;
    else ranges.push([code, code]);
  }
  known.set(name, ranges);
  return ranges;
}

/** The set with both cases of all its letters. */
export function withBothCases(set: CodePoints): CodePoints {
  const extra: CodePointRange[] = [];
  for (const [first, last] of set) {
    // Beyond the Osmanya and Deseret letters no script has cases worth the walk through large ranges.
    for (let code = first; code <= Math.min(last, 0x1e943); code += 1) {
      const character = String.fromCodePoint(code);
      for (const other of [character.toLowerCase(), character.toUpperCase()]) {
        const point = other.codePointAt(0) ?? code;
        if (point !== code && String.fromCodePoint(point) === other) extra.push([point, point]);
      }
    }
  }
  return union([set, extra]);
}

function hex(code: number): string {
  return `\\x{${code.toString(16)}}`;
}

/** The set as the inside of an RE2 character class. */
export function classText(set: CodePoints): string {
  return set.map(([first, last]) => (first === last ? hex(first) : `${hex(first)}-${hex(last)}`)).join('');
}
