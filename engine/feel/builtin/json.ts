/** `from json` and `to json`, which Camunda's FEEL has beyond DMN 1.5. */
import { Decimal } from '../decimal.ts';
import { fromJson, toJson } from '../json.ts';
import { parseNumber } from '../number.ts';
import type { Json } from '../../json/json.ts';
import type { Run } from '../run.ts';
import { dateTimeText } from '../temporal-text.ts';
import { Context, FeelDateTime, FeelTime, isList, type FeelValue } from '../value.ts';
import { anything, signature, text, type Builtins } from './signature.ts';

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Whether JavaScript would read a whole number of the text as another one. */
function losesNumber(json: string): boolean {
  for (const [token] of json.matchAll(TOKEN)) {
    if (token.startsWith('"') || token.length < 16) continue;
    const number = parseNumber(token);
    if (number instanceof Decimal && number.isInteger() && !number.eq(Number(token))) return true;
  }
  return false;
}

function parsed(json: string, run: Run): FeelValue {
  run.budget.spend(json.length >> 3);
  if (losesNumber(json)) return run.warnOfCall('FAILED_CONVERSION');
  try {
    return fromJson(JSON.parse(json) as Json);
  } catch (error) {
    if (error instanceof SyntaxError) return run.warnOfCall('FAILED_CONVERSION');
    throw error;
  }
}

/** Java's notation of a named zone, behind its offset: `2025-11-24T10:00:00+01:00[Europe/Berlin]`. */
function withZoneNames(value: FeelValue): FeelValue {
  if (isList(value)) return value.map(withZoneNames);
  if (value instanceof Context) return new Context(value.entries().map(([name, entry]) => [name, withZoneNames(entry)] as const));
  if (!(value instanceof FeelDateTime) || typeof value.time.zone !== 'object') return value;
  const { time: { hour, minute, second, nano, zone }, date } = value;
  return `${dateTimeText(new FeelDateTime(date, new FeelTime([hour, minute, second, nano], zone.offset)))}[${zone.name}]`;
}

function written(value: FeelValue, run: Run): FeelValue {
  const json = JSON.stringify(toJson(withZoneNames(value), run.budget, () => run.warnOfCall('FUNCTION_AS_VALUE')));
  return run.text(json);
}

export const JSON_TEXTS: Builtins = {
  'from json': [signature([text('value')], ([value], run) => parsed(value, run))],
  'to json': [signature([anything('value')], ([value], run) => written(value, run))],
};
