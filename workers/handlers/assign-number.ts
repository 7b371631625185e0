/**
 * Job type `acta.number`: gives a case a business number, like `PO-000142`. The number is that of the
 * case, so it is unique in the installation, needs no counter, and is the same at every try.
 *
 * Headers: `prefix` (default none), `digits` to pad to (default 6), `variable` that takes the number
 * (default `number`).
 */
import { streamNumberOf } from '../../engine/stream/index.ts';
import type { Handler } from '../handler.ts';

const digitsMax = 18;

export const assignNumber: Handler = ({ caseKey, headers }) => {
  const { prefix = '', digits = '6', variable = 'number' } = headers;
  const width = Number(digits);
  if (!Number.isInteger(width) || width < 1 || width > digitsMax)
    throw new Error(`Expected header 'digits' to be a whole number from 1 to ${digitsMax}, but it is '${digits}'`);
  return { [variable]: prefix + String(streamNumberOf(BigInt(caseKey))).padStart(width, '0') };
};
