/** Regular expressions as `matches`, `replace`, `split` and `extract` use them: paid for, and linear-time but for back-references. */
import { RE2JS, RE2JSException } from 're2js';
import type { Run } from '../run.ts';
import { ReferenceMatcher, type ReferenceFlags } from './back-references.ts';
import { PatternProblem, translatePattern, withoutSpacing } from './translate.ts';

/** Longer patterns are refused; time is the product of both lengths. */
const MAX_PATTERN = 1_000;
const MAX_CACHED = 200;
const STATES_PER_STEP = 5;
const STEPS_PER_PATTERN = 100;
const STEPS_PER_STATE = 20;

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

export interface Pattern {
  /** How large the compiled form is. */
  readonly size: number;
  test(text: string, run: Run): boolean;
  /** All matches from left to right. */
  matches(text: string, run: Run): Iterable<Match>;
}

class LinearPattern implements Pattern {
  /** The length of RE2's program: as many states may be alive at a character. */
  readonly size: number;
  readonly #compiled: RE2JS;
  readonly #isOnePass: boolean;

  constructor(compiled: RE2JS, source: string) {
    this.#compiled = compiled;
    this.#isOnePass = isOnePass(source);
    this.size = compiled.programSize();
  }

  #costOf(characters: number): number {
    return Math.ceil((characters * this.size) / STATES_PER_STEP);
  }

  test(text: string, run: Run): boolean {
    run.budget.spend(text.length);
    return this.#compiled.test(text);
  }

  /** All matches from left to right, each paid for by what it may have to look at. */
  *matches(text: string, run: Run): Iterable<Match> {
    const matcher = this.#compiled.matcher(text);
    const groupCount = this.#compiled.groupCount();
    run.budget.spend(this.#costOf(text.length));
    for (let from = 0; matcher.find(); from = matcher.end()) {
      const ahead = this.#isOnePass ? 0 : text.length - from;
      run.budget.spend(1 + this.#costOf(ahead));
      const groups = Array.from({ length: groupCount + 1 }, (_, group) => matcher.group(group) ?? undefined);
      yield { from: matcher.start(), to: matcher.end(), groups };
    }
  }
}

class ReferencePattern implements Pattern {
  readonly size: number;
  readonly #matcher: ReferenceMatcher;

  constructor(source: string, flags: ReferenceFlags) {
    this.#matcher = new ReferenceMatcher(source, flags);
    this.size = source.length;
  }

  test(text: string, run: Run): boolean {
    return this.#matcher.find(text, 0, run) !== undefined;
  }

  *matches(text: string, run: Run): Iterable<Match> {
    for (let at = 0; at <= text.length;) {
      const found = this.#matcher.find(text, at, run);
      if (!found) return;
      const [from, to] = found[0] ?? [at, at];
      const groups = Array.from({ length: this.#matcher.groupCount + 1 }, (_, group) => {
        const span = found[group];
        return span && text.slice(...span);
      });
      yield { from, to, groups };
      at = to > from ? to : to + ((text.codePointAt(to) ?? 0) > 0xffff ? 2 : 1);
    }
  }
}

/** What a text became; null when it is no pattern. */
type Built = Pattern | null;

const cache = new Map<string, Built>();

function compile(text: string, flags: string): Pattern {
  if (text.length > MAX_PATTERN) throw new PatternProblem(`it has more than ${MAX_PATTERN} characters`);
  const unknown = /[^smixq]/.exec(flags)?.[0];
  if (unknown !== undefined) throw new PatternProblem(`'${unknown}' is no flag (s, m, i, x and q are)`);
  const [ignoreCase, isLiteral] = [flags.includes('i'), flags.includes('q')];
  const plain = flags.includes('x') ? withoutSpacing(text) : text;
  const multiline = flags.includes('m') && !isLiteral;
  const modes = (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) | (multiline ? RE2JS.MULTILINE : 0);
  if (isLiteral) return new LinearPattern(RE2JS.compile(RE2JS.quote(text), modes), '');
  const { text: source, refers } = translatePattern(plain, { ignoreCase, dotAll: flags.includes('s') });
  return refers ? new ReferencePattern(source, { ignoreCase, multiline }) : new LinearPattern(RE2JS.compile(source, modes), text);
}

function build(text: string, flags: string): Built {
  try {
    return compile(text, flags);
  } catch (error) {
    if (error instanceof PatternProblem || error instanceof RE2JSException) return null;
    throw error;
  }
}

function cached(key: string, text: string, flags: string): Built {
  const known = cache.get(key);
  if (known !== undefined) return known;
  const built = build(text, flags);
  const oldest = cache.keys().next();
  if (cache.size >= MAX_CACHED && !oldest.done) cache.delete(oldest.value);
  cache.set(key, built);
  return built;
}

/** Null, with a warning, for a pattern that is not allowed. */
export function patternOf(text: string, flags: string, run: Run): Pattern | null {
  const key = `${flags}/${text}`;
  const built = cached(key, text, flags);
  if (!run.budget.patterns.has(key)) {
    run.budget.patterns.add(key);
    run.budget.spend(STEPS_PER_PATTERN + text.length + (built === null ? 0 : built.size * STEPS_PER_STATE));
  }
  return built ?? run.warnOfCall('INVALID_PATTERN');
}
