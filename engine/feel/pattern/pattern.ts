/** Regular expressions as `matches`, `replace`, `split` and `extract` use them: linear-time and paid for. */
import { RE2JS, RE2JSException } from 're2js';
import type { Run } from '../run.ts';
import { PatternProblem, translatePattern, withoutSpacing } from './translate.ts';

/** Longer patterns are refused; time is the product of both lengths. */
const MAX_PATTERN = 1_000;
const MAX_CACHED = 200;
const CHARACTERS_PER_STEP = 64;

export interface Match {
  readonly from: number;
  readonly to: number;
  /** Group 0 is the whole; undefined for groups that took no part. */
  readonly groups: readonly (string | undefined)[];
}

export class Pattern {
  readonly #compiled: RE2JS;
  readonly groupCount: number;
  /** A match can only look as far ahead as the pattern is long. */
  readonly #isShort: boolean;

  constructor(compiled: RE2JS, source: string) {
    this.#compiled = compiled;
    this.groupCount = compiled.groupCount();
    this.#isShort = !/[*+{]/.test(source);
  }

  test(text: string, run: Run): boolean {
    run.budget.spend(Math.ceil(text.length / CHARACTERS_PER_STEP));
    return this.#compiled.matcher(text).find();
  }

  /** All matches from left to right, each paid for by what it may have to look at. */
  *matches(text: string, run: Run): Iterable<Match> {
    const matcher = this.#compiled.matcher(text);
    let from = 0;
    for (;;) {
      run.budget.spend(1 + Math.ceil((this.#isShort ? 0 : text.length - from) / CHARACTERS_PER_STEP));
      if (!matcher.find()) return;
      const groups: (string | undefined)[] = [];
      for (let group = 0; group <= this.groupCount; group += 1) groups.push(matcher.group(group) ?? undefined);
      from = matcher.end();
      yield { from: matcher.start(), to: from, groups };
    }
  }
}

const cache = new Map<string, Pattern>();

function build(text: string, flags: string): Pattern {
  if (text.length > MAX_PATTERN) throw new PatternProblem(`it has more than ${MAX_PATTERN} characters`);
  const unknown = /[^smixq]/.exec(flags)?.[0];
  if (unknown !== undefined) throw new PatternProblem(`'${unknown}' is no flag (s, m, i, x and q are)`);
  const ignoreCase = flags.includes('i');
  const plain = flags.includes('x') ? withoutSpacing(text) : text;
  const source = flags.includes('q') ? RE2JS.quote(text) : translatePattern(plain, { ignoreCase, dotAll: flags.includes('s') });
  const modes = (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (flags.includes('m') && !flags.includes('q') ? RE2JS.MULTILINE : 0);
  return new Pattern(RE2JS.compile(source, modes), flags.includes('q') ? '' : text);
}

/** Null, with a warning that says what is wrong, for a pattern that is not allowed. */
export function patternOf(text: string, flags: string, run: Run): Pattern | null {
  const key = `${flags}/${text}`;
  const known = cache.get(key);
  if (known) return known;
  run.budget.spend(text.length + 100);
  try {
    const pattern = build(text, flags);
    const oldest = cache.keys().next();
    if (cache.size >= MAX_CACHED && !oldest.done) cache.delete(oldest.value);
    cache.set(key, pattern);
    return pattern;
  } catch (error) {
    if (!(error instanceof PatternProblem || error instanceof RE2JSException)) throw error;
    return run.warn('INVALID_PATTERN', `Expected a regular expression, but '${text.slice(0, 100)}' is none: ${error.message}.`);
  }
}
