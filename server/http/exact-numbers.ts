/**
 * JSON has whole numbers of any length, JavaScript has them exactly up to 2^53 only. A number that
 * would silently become another one is no record of what was sent, so it is refused.
 */
const couldBeLong = /\d{16}/;

/** Strings are matched as well, so that digits within them are passed over. */
const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;
const longInteger = /^-?\d{16,}$/;

/** The first whole number in a JSON text that parsing would change; `undefined`: there is none. */
export const inexactInteger = (json: string): string | undefined => {
  if (!couldBeLong.test(json)) return undefined;
  for (const [token] of json.matchAll(stringOrNumber))
    if (longInteger.test(token) && BigInt(token) !== BigInt(Number(token))) return token;
  return undefined;
};
