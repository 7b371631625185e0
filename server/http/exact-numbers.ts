/**
 * JSON has numbers of any length, JavaScript has doubles. A number that would silently become another
 * one is no record of what was sent, so it is refused. One that is written out to more digits than a
 * double needs (0.10000000000000001) keeps its value.
 */

/** More significant digits than every double keeps, or an exponent that leads out of its range. */
const couldChange = /\d[\d.]{15}|[eE][+-]?\d{3}/;

/** Strings are matched as well, so that digits within them are passed over. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Beyond them Node does not say what a double is. */
const digitsMax = 100;

interface Decimal {
  /** Significant ones, without zeros before or after. */
  readonly digits: string;
  /** Power of ten of the last digit. */
  readonly exponent: number;
}

const decimalOf = (text: string): Decimal => {
  const [, whole = '', fraction = '', power = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = all.replace(/0+$/, '');
  return { digits, exponent: digits === '' ? 0 : Number(power) - fraction.length + all.length - digits.length };
};

const keepsItsValue = (token: string): boolean => {
  const sent = decimalOf(token);
  const double = Number(token);
  if (sent.digits === '') return true;
  if (double === 0 || !Number.isFinite(double) || sent.digits.length > digitsMax) return false;
  const kept = decimalOf(double.toPrecision(sent.digits.length));
  return kept.digits === sent.digits && kept.exponent === sent.exponent;
};

/** The first number in a JSON text that parsing would change; `undefined`: there is none. */
export const inexactNumber = (json: string): string | undefined => {
  if (!couldChange.test(json)) return undefined;
  for (const [token] of json.matchAll(stringOrNumber)) if (!token.startsWith('"') && couldChange.test(token) && !keepsItsValue(token)) return token;
  return undefined;
};
