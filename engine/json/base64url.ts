/** RFC 4648 §5 without padding, as hashes and salts stand in records. One text per byte sequence. */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const digits: readonly string[] = alphabet.split('');

/** The text of 12 bits, so that 3 bytes are two look-ups. */
const pairs: readonly string[] = digits.flatMap((high) => digits.map((low) => high + low));

/** Of a hash or a secret, most of what there is: 32 bytes are 43 digits, put together at once. */
const hashBytes = 32;
const codes = Uint8Array.from(digits, (digit) => digit.charCodeAt(0));
const space: number[] = Array.from({ length: 43 }, () => 0);

const ofHash = (bytes: Uint8Array): string => {
  let at = 0;
  for (let digit = 0; digit < 43; digit += 4) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    space[digit] = codes[bits >> 18] ?? 0;
    space[digit + 1] = codes[(bits >> 12) & 63] ?? 0;
    space[digit + 2] = codes[(bits >> 6) & 63] ?? 0;
    if (digit < 40) space[digit + 3] = codes[bits & 63] ?? 0;
    at += 3;
  }
  return String.fromCharCode.apply(null, space);
};

export const base64urlOf = (bytes: Uint8Array): string => {
  if (bytes.length === hashBytes) return ofHash(bytes);
  let text = '';
  const whole = bytes.length - (bytes.length % 3);
  for (let at = 0; at < whole; at += 3) {
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += `${pairs[bits >> 12]}${pairs[bits & 0xfff]}`;
  }
  const left = bytes.length - whole;
  if (left === 0) return text;
  const bits = ((bytes[whole] ?? 0) << 16) | ((bytes[whole + 1] ?? 0) << 8);
  return text + `${pairs[bits >> 12]}${pairs[bits & 0xfff]}`.slice(0, left + 1);
};

/** `undefined` unless the text is exactly what `base64urlOf` writes for some bytes. */
export const bytesOfBase64url = (text: string): Uint8Array | undefined => {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const char of text) {
    const digit = alphabet.indexOf(char);
    if (digit < 0) return undefined;
    bits = ((bits << 6) | digit) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
  }
  return base64urlOf(bytes) === text ? bytes : undefined;
};
