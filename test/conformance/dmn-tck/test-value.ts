/** Values in test files of the DMN TCK, and how close a result must come to one. */
import { Context, equals, isList, parseNumber, parseTemporal, type FeelValue } from '../../../engine/feel/index.ts';
import { machineOffsets } from '../../../engine/time/zone.ts';
import { Decimal } from '../../../engine/feel/decimal.ts';
import type { XmlElement } from '../../../engine/dmn/model/xml-document.ts';

const XSI = '{http://www.w3.org/2001/XMLSchema-instance}';
/** The tolerance of the TCK's own runners. */
const NUMBER_TOLERANCE = 1e-8;

const NUMBERS = /^(?:decimal|double|float|(?:(?:non)?(?:positive|negative))?integer|(?:unsigned)?(?:long|int|short|byte))$/i;

/** What its type cannot read stays text, so that it equals no other value. */
function simpleValue(element: XmlElement): FeelValue {
  if (element.attributes.get(`${XSI}nil`) === 'true') return null;
  const type = (element.attributes.get(`${XSI}type`) ?? '').replace(/^.*:/, '');
  const { text } = element;
  switch (type) {
    case 'boolean': return text.trim() === 'true' || text.trim() === '1';
    case 'date':
    case 'time':
    case 'dateTime':
    case 'duration':
    case 'dayTimeDuration':
    case 'yearMonthDuration': return parseTemporal(text.trim(), machineOffsets) ?? text;
    default: return NUMBERS.test(type) ? parseNumber(text.trim()) ?? text : text;
  }
}

/** The value in an `inputNode`, `expected`, `item` or `component`: a simple value, a list, or components. */
export function readValue(element: XmlElement): FeelValue {
  const components = element.children.filter((child) => child.name === 'component');
  if (components.length > 0) {
    return new Context(components.map((component) => [component.attributes.get('name') ?? '', readValue(component)]));
  }
  if (element.attributes.get(`${XSI}nil`) === 'true') return null;
  const list = element.children.find((child) => child.name === 'list');
  if (list !== undefined && list.attributes.get(`${XSI}nil`) !== 'true') {
    return list.children.filter((child) => child.name === 'item').map(readValue);
  }
  const value = element.children.find((child) => child.name === 'value');
  return value === undefined ? null : simpleValue(value);
}

function isNumber(value: FeelValue): value is number | Decimal {
  return typeof value === 'number' || value instanceof Decimal;
}

export function matches(expected: FeelValue, actual: FeelValue): boolean {
  if (expected === null || actual === null) return expected === actual;
  if (isNumber(expected) || isNumber(actual)) {
    return isNumber(expected) && isNumber(actual) && new Decimal(expected).minus(actual).abs().lte(NUMBER_TOLERANCE);
  }
  if (isList(expected) || isList(actual)) {
    return isList(expected) && isList(actual) && expected.length === actual.length
      && expected.every((item, index) => matches(item, actual[index] ?? null));
  }
  if (expected instanceof Context || actual instanceof Context) {
    return expected instanceof Context && actual instanceof Context && expected.size === actual.size
      && expected.entries().every(([name, entry]) => actual.has(name) && matches(entry, actual.get(name) ?? null));
  }
  return equals(expected, actual) === true;
}
