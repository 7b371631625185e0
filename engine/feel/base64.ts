/** Base64 (RFC 4648 §4) of UTF-8 text, without the platform's globals. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function utf8(text: string): number[] {
  return Array.from(text).flatMap((character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return [code];
    if (code < 0x800) return [0xc0 | (code >> 6), 0x80 | (code & 63)];
    if (code < 0x10000) return [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
    return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63)];
  });
}

/** How many bytes the character that begins so takes; 0 for a byte that begins none. */
function lengthOf(lead: number): number {
  if (lead < 0x80) return 1;
  if (lead >> 5 === 0b110) return 2;
  if (lead >> 4 === 0b1110) return 3;
  return lead >> 3 === 0b11110 ? 4 : 0;
}

/** Null for bytes that are not UTF-8: overlong forms, surrogates, what is cut off. */
function fromUtf8(bytes: readonly number[]): string | null {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const lead = bytes[at] ?? 0;
    const length = lengthOf(lead);
    const tail = bytes.slice(at + 1, at + length);
    if (length === 0 || tail.length !== length - 1 || tail.some((byte) => byte >> 6 !== 2)) return null;
    const code = tail.reduce((bits, byte) => (bits << 6) | (byte & 63), length === 1 ? lead : lead & (0x7f >> length));
    const least = [0, 0, 0x80, 0x800, 0x10000][length] ?? 0;
    if (code < least || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
    text += String.fromCodePoint(code);
    at += length;
  }
  return text;
}

export function encodeBase64(text: string): string {
  const bytes = utf8(text);
  let encoded = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(group >> shift) & 63]).join('');
    const used = Math.min(bytes.length - at, 3) + 1;
    encoded += digits.slice(0, used).padEnd(4, '=');
  }
  return encoded;
}

/** Null when the text is not Base64 of UTF-8 text. */
export function decodeBase64(encoded: string): string | null {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(encoded)) return null;
  const bytes: number[] = [];
  for (let at = 0; at < encoded.length; at += 4) {
    const group = encoded.slice(at, at + 4);
    const bits = Array.from(group).reduce((sum, digit) => (sum << 6) | Math.max(ALPHABET.indexOf(digit), 0), 0);
    const used = 3 - (group.length - group.replace(/=+$/, '').length);
    bytes.push(...[16, 8, 0].slice(0, used).map((shift) => (bits >> shift) & 255));
  }
  return fromUtf8(bytes);
}
