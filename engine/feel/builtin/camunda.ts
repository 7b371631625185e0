/** What Camunda's FEEL has beyond DMN 1.5, as its users know it. `random number` and `uuid` repeat in a replay. */
import { decodeBase64, encodeBase64 } from '../base64.ts';
import { patternOf } from '../pattern/pattern.ts';
import { randomNumber, randomUuid } from '../random.ts';
import { Ended, type Run } from '../run.ts';
import type { FeelValue } from '../value.ts';
import { anything, nullable, optional, signature, text, type Builtins, type Typed } from './signature.ts';

/** Ends the run unless the condition is true. */
function assertThat(value: FeelValue, condition: FeelValue, cause: string | null): FeelValue {
  if (condition === true) return value;
  throw new Ended('ASSERTION_FAILED', cause ?? 'Expected the asserted condition to be true, but it was not.');
}

function extract(value: string, source: string, run: Run): FeelValue {
  const pattern = patternOf(source, '', run);
  return pattern && [...pattern.matches(value, run)].map((match) => match.groups[0] ?? '');
}

function decoded(value: string, run: Run): FeelValue {
  run.budget.spendText(value.length);
  const found = decodeBase64(value);
  return found ?? run.warnOfCall('FAILED_CONVERSION');
}

const given = (name: string): Typed<FeelValue> => nullable(optional(anything(name)));

export const CAMUNDA: Builtins = {
  'is defined': [signature([anything('value')], ([value]) => value !== null)],
  'get or else': [signature([anything('value'), anything('default')], ([value, otherwise]) => value ?? otherwise)],
  assert: [
    signature([anything('value'), anything('condition'), optional(nullable(text('cause')))], ([value, condition, cause]) =>
      assertThat(value, condition, cause),
    ),
  ],
  'is blank': [signature([text('string')], ([value]) => value.trim() === '')],
  trim: [signature([text('string')], ([value], run) => run.text(value.trim()))],
  extract: [signature([text('string'), text('pattern')], ([value, pattern], run) => extract(value, pattern, run))],
  'to base64': [
    signature([text('value')], ([value], run) => {
      run.budget.spendText(value.length);
      return run.text(encodeBase64(value));
    }),
  ],
  'from base64': [signature([text('value')], ([value], run) => decoded(value, run))],
  'random number': [signature([], (_none, run) => randomNumber(run))],
  uuid: [signature([], (_none, run) => randomUuid(run))],
  /** Marks a value that an agent fills in; evaluated, it is the value itself. */
  fromAi: [
    signature(
      [anything('value'), given('description'), given('type'), given('schema'), given('options')],
      ([value]) => value,
    ),
  ],
};
