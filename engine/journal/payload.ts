/**
 * A payload holds the values of a step by their paths: `command.<field>`, `command.<field>.<member>`,
 * `events.<index>.<field>`, `answers.<question>`. It has the secret of which each value's salt is made;
 * or, where single values are withheld, the salts of those that are shown and the hashes of the others.
 */
import { base64urlOf, bytesOfBase64url } from '../json/base64url.ts';
import { byCodeUnit, canonical } from '../json/canonical.ts';
import type { Json } from '../json/json.ts';
import { memberOf } from '../json/named-members.ts';
import { commitmentOf, saltOf, valueHash, type Sha256 } from './hash.ts';
import { isDigest, isFields, parsedObject, refuseOthers, UnreadableStepError, type Fields } from './record.ts';

export interface StepPayload {
  readonly values: { readonly [path: string]: Json };
  /** 32 bytes, base64url; absent where values are withheld, for with it a withheld value could be guessed. */
  readonly secret?: string;
  /** Of each value shown, base64url; only where values are withheld. */
  readonly salts: { readonly [path: string]: string };
  /** The hash of each value withheld, base64url. */
  readonly withheld: { readonly [path: string]: string };
}

const digestsOf = (fields: Fields, name: string): { readonly [path: string]: string } => {
  const digests = fields[name];
  if (!isFields(digests) || !Object.values(digests).every(isDigest))
    throw new UnreadableStepError(`Expected the payload's '${name}' to be 32 bytes each in base64url, but it is not`);
  return digests as { readonly [path: string]: string };
};

/** Throws an `UnreadableStepError` for an unknown member or a wrong type. */
export const readPayload = (text: string): StepPayload => {
  const fields = parsedObject(text, 'the payload');
  const isWhole = Object.hasOwn(fields, 'secret');
  refuseOthers(fields, (name) => (isWhole ? ['secret', 'values'] : ['salts', 'values', 'withheld']).includes(name), 'the payload');
  const { secret, values } = fields;
  if (!isFields(values)) throw new UnreadableStepError("Expected the payload's 'values' to be an object, but it is not");
  if (isWhole) {
    if (!isDigest(secret)) throw new UnreadableStepError("Expected the payload's 'secret' to be 32 bytes in base64url, but it is not");
    if (Object.keys(values).length === 0) throw new UnreadableStepError('Expected a payload to have values, but it has none');
    return { values: values as StepPayload['values'], secret, salts: {}, withheld: {} };
  }
  const [salts, withheld] = [digestsOf(fields, 'salts'), digestsOf(fields, 'withheld')];
  if (Object.keys(values).sort(byCodeUnit).join('\0') !== Object.keys(salts).sort(byCodeUnit).join('\0'))
    throw new UnreadableStepError('Expected the payload to have a salt for each value shown and for no other, but it has not');
  const twice = Object.keys(withheld).find((path) => Object.hasOwn(values, path));
  if (twice !== undefined) throw new UnreadableStepError(`Expected '${twice}' to be shown or withheld, but it is both`);
  if (Object.keys(withheld).length === 0) throw new UnreadableStepError('Expected a payload without a secret to withhold values, but it withholds none');
  return { values: values as StepPayload['values'], salts, withheld };
};

const bytesOf = (digest: string | undefined): Uint8Array => bytesOfBase64url(digest ?? '') ?? new Uint8Array();

/** What the salts of the values are, whichever way the payload says it. */
const saltsOf = ({ secret, salts }: StepPayload, sha256: Sha256): ((path: string) => Uint8Array) => {
  if (secret === undefined) return (path) => bytesOf(memberOf(salts, path));
  const bytes = bytesOf(secret);
  return (path) => saltOf(bytes, path, sha256);
};

/** The commitment that a record has to this payload, base64url. */
export const payloadCommitment = (payload: StepPayload, sha256: Sha256): string => {
  const { values, withheld } = payload;
  const saltFor = saltsOf(payload, sha256);
  const paths = [...Object.keys(values), ...Object.keys(withheld)].sort(byCodeUnit);
  const leaves = paths.map((path) => {
    const hash = memberOf(withheld, path);
    return hash === undefined ? valueHash(saltFor(path), path, canonical(values[path]), sha256) : bytesOf(hash);
  });
  return commitmentOf(paths, leaves, sha256);
};

/** The one text of this payload. Throws a `NotCanonicalError` when a value has none. */
export const payloadText = ({ secret, values, salts, withheld }: StepPayload): string =>
  canonical(secret === undefined ? { salts, values, withheld } : { secret, values });

const textOf = ({ values, salts, withheld }: { [part in 'values' | 'salts' | 'withheld']: [string, unknown][] }): string =>
  canonical({ salts: Object.fromEntries(salts), values: Object.fromEntries(values), withheld: Object.fromEntries(withheld) });

/**
 * The payload's text without the values at these paths; those withheld before stay so. Throws a
 * `RangeError` for a path that the payload does not have, an `UnreadableStepError` for no payload.
 */
export const withhold = (payloadText: string, paths: readonly string[], sha256: Sha256): string => {
  const payload = readPayload(payloadText);
  const stranger = paths.find((path) => !Object.hasOwn(payload.values, path) && !Object.hasOwn(payload.withheld, path));
  if (stranger !== undefined) throw new RangeError(`Expected to withhold a value of the payload, but it has none at '${stranger}'`);
  const saltFor = saltsOf(payload, sha256);
  const gone = new Set(paths);
  const parts: Parameters<typeof textOf>[0] = { values: [], salts: [], withheld: Object.entries(payload.withheld) };
  for (const [path, shown] of Object.entries(payload.values)) {
    const salt = saltFor(path);
    if (gone.has(path)) parts.withheld.push([path, base64urlOf(valueHash(salt, path, canonical(shown), sha256))]);
    else {
      parts.values.push([path, shown]);
      parts.salts.push([path, base64urlOf(salt)]);
    }
  }
  return parts.withheld.length === 0 ? payloadText : textOf(parts);
};
