/** Decimal128 as IEEE 754 and DMN 1.5 §10.3.2.3.1 have it: 34 digits, half-even, exponents to ±6144. */
import { Decimal as Arbitrary } from 'decimal.js';

export const Decimal = Arbitrary.clone({
  precision: 34,
  rounding: Arbitrary.ROUND_HALF_EVEN,
  maxE: 6144,
  minE: -6176,
  toExpNeg: -7,
  toExpPos: 34,
  modulo: Arbitrary.ROUND_FLOOR,
  defaults: true,
});
export type Decimal = Arbitrary;
