/** Regular expressions as `matches`, `replace`, `split` and `extract` use them: linear-time and paid for. */
import { RE2JS, RE2JSException } from 're2js';
import type { Run } from '../run.ts';
import { PatternProblem, translatePattern, withoutSpacing } from './translate.ts';

/** Longer patterns are refused; time is the product of both lengths. */
const MAX_PATTERN = 1_000;
const MAX_CACHED = 200;
const STATES_PER_STEP = 5;

export interface Match {
  readonly from: number;
  readonly to: number;
  /** Group 0 is the whole; undefined for groups that took no part. */
  readonly groups: readonly (string | undefined)[];
}

/**
 * Whether all matches together are found in one pass. A search may look beyond its match only while a
 * preferred alternative or a longer repetition is still possible; without alternatives and repeated groups
 * whatever it sees there belongs to a match, and without repetition it cannot look far.
 */
function isOnePass(source: string): boolean {
  return !/[*+{]/.test(source) || !(source.includes('|') || /\)[*+?{]/.test(source));
}

export class Pattern {
  readonly #compiled: RE2JS;
  readonly #isOnePass: boolean;
  /** Steps for each character that a search looks at; states may be alive as many as the program is long. */
  readonly #stepsPerCharacter: number;

  constructor(compiled: RE2JS, source: string) {
    this.#compiled = compiled;
    this.#isOnePass = isOnePass(source);
    this.#stepsPerCharacter = compiled.programSize() / STATES_PER_STEP;
  }

  test(text: string, run: Run): boolean {
    run.budget.spend(text.length);
    return this.#compiled.test(text);
  }

  /** All matches from left to right, each paid for by what it may have to look at. */
  *matches(text: string, run: Run): Iterable<Match> {
    const matcher = this.#compiled.matcher(text);
    const groupCount = this.#compiled.groupCount();
    run.budget.spend(Math.ceil(text.length * this.#stepsPerCharacter));
    for (let from = 0; matcher.find(); from = matcher.end()) {
      const ahead = this.#isOnePass ? 0 : text.length - from;
      run.budget.spend(1 + Math.ceil(ahead * this.#stepsPerCharacter));
      const groups = Array.from({ length: groupCount + 1 }, (_, group) => matcher.group(group) ?? undefined);
      yield { from: matcher.start(), to: matcher.end(), groups };
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
