/** String functions (DMN 1.5 table 76). Positions and lengths count Unicode characters, not UTF-16 units. */
import { patternOf, type Match } from '../pattern/pattern.ts';
import type { Run } from '../run.ts';
import type { FeelList, FeelValue, Signature } from '../value.ts';
import { integer, list, nullable, optional, signature, text, type Builtins } from './signature.ts';

const SURROGATE = /[\ud800-\udfff]/;

function lengthOf(value: string): number {
  return SURROGATE.test(value) ? Array.from(value).length : value.length;
}

/** From a position counted from 1, or from the end when negative; null outside of the string. */
function substring(value: string, start: number, length: number | null, run: Run): FeelValue {
  run.budget.spendText(value.length);
  const total = lengthOf(value);
  if (start === 0 || Math.abs(start) > total || (length !== null && length < 1)) {
    return run.warnOfCall('INDEX_OUT_OF_RANGE');
  }
  const from = start > 0 ? start - 1 : total + start;
  const to = length === null ? total : from + length;
  return total === value.length ? value.slice(from, to) : Array.from(value).slice(from, to).join('');
}

/** `$1` to `$9` and so on as far as there are groups, `\$` and `\\` (XPath F&O §5.6.4); null when malformed. */
function expand(replacement: string, match: Match): string | null {
  if (/\\(?![\\$])|(?<!\\)(?:\\\\)*\$(?![0-9])/.test(replacement)) return null;
  return replacement.replace(/\\([\\$])|\$([0-9]+)/g, (_all, escaped: string | undefined, digits = '') => {
    if (escaped !== undefined) return escaped;
    let group = String(digits);
    while (group.length > 1 && Number(group) >= match.groups.length) group = group.slice(0, -1);
    return `${match.groups[Number(group)] ?? ''}${String(digits).slice(group.length)}`;
  });
}

function replace(
  [input, source, replacement, givenFlags]: readonly [string, string, string, string | null],
  run: Run,
): FeelValue {
  const flags = givenFlags ?? '';
  const pattern = patternOf(source, flags, run);
  if (!pattern) return null;
  // What matches nothing has nothing to replace.
  if (pattern.test('', run)) return run.warnOfCall('INVALID_PATTERN');
  let [result, from] = ['', 0];
  for (const match of pattern.matches(input, run)) {
    const inserted = flags.includes('q') ? replacement : expand(replacement, match);
    if (inserted === null) return run.warnOfCall('FUNCTION_WITHOUT_RESULT');
    const added = input.slice(from, match.from) + inserted;
    result += added;
    run.budget.spendText(added.length, result.length);
    from = match.to;
  }
  return run.text(result + input.slice(from));
}

/** A delimiter that matches nothing splits between all characters. */
function split(value: string, delimiter: string, run: Run): FeelValue {
  const pattern = patternOf(delimiter, '', run);
  if (!pattern) return null;
  const parts: string[] = [];
  let from = 0;
  for (const match of pattern.matches(value, run)) {
    if (match.to === match.from && (match.from === 0 || match.from === value.length)) continue;
    parts.push(value.slice(from, match.from));
    from = match.to;
  }
  return [...parts, value.slice(from)];
}

/** Nulls are left out; any other item makes the result null. */
function join(items: FeelList, delimiter: string, [prefix, suffix]: readonly [string, string], run: Run): FeelValue {
  run.budget.spend(items.length);
  const texts = items.filter((item) => item !== null);
  if (!texts.every((item) => typeof item === 'string')) {
    return run.warnOfCall('WRONG_ARGUMENT_TYPE');
  }
  const length = texts.reduce((sum, item) => sum + item.length + delimiter.length, prefix.length + suffix.length);
  run.budget.spendText(length);
  return `${prefix}${texts.join(delimiter)}${suffix}`;
}

/** A function that looks for a string in another. */
function search(find: (value: string, match: string) => FeelValue): readonly Signature[] {
  return [
    signature([text('string'), text('match')], ([value, match], run) => {
      run.budget.spendText(value.length);
      return find(value, match);
    }),
  ];
}

function before(value: string, match: string): string {
  const at = value.indexOf(match);
  return at < 0 ? '' : value.slice(0, at);
}

function after(value: string, match: string): string {
  const at = value.indexOf(match);
  return at < 0 ? '' : value.slice(at + match.length);
}

export const STRINGS: Builtins = {
  substring: [
    signature([text('string'), integer('start position'), optional(integer('length'))], ([value, start, length], run) =>
      substring(value, start, length, run),
    ),
  ],
  'string length': [
    signature([text('string')], ([value], run) => {
      run.budget.spendText(value.length);
      return lengthOf(value);
    }),
  ],
  'upper case': [signature([text('string')], ([value], run) => run.text(value.toUpperCase()))],
  'lower case': [signature([text('string')], ([value], run) => run.text(value.toLowerCase()))],
  'substring before': search(before),
  'substring after': search(after),
  contains: search((value, match) => value.includes(match)),
  'starts with': search((value, match) => value.startsWith(match)),
  'ends with': search((value, match) => value.endsWith(match)),
  matches: [
    signature([text('input'), text('pattern'), optional(nullable(text('flags')))], ([input, pattern, flags], run) =>
      patternOf(pattern, flags ?? '', run)?.test(input, run) ?? null,
    ),
  ],
  replace: [
    signature(
      [text('input'), text('pattern'), text('replacement'), optional(nullable(text('flags')))],
      replace,
    ),
  ],
  split: [signature([text('string'), text('delimiter')], ([value, delimiter], run) => split(value, delimiter, run))],
  'string join': [
    signature([list('list'), optional(nullable(text('delimiter')))], ([items, delimiter], run) =>
      join(items, delimiter ?? '', ['', ''], run),
    ),
    signature(
      [list('list'), nullable(text('delimiter')), text('prefix'), text('suffix')],
      ([items, delimiter, prefix, suffix], run) => join(items, delimiter ?? '', [prefix, suffix], run),
    ),
  ],
};
