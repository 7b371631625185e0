/**
 * How often a property is tried: sampled with every test run, in full by `npm run proof`. The seed is printed, and
 * `ACTA_SEED` repeats it.
 */
const isProof = process.env['ACTA_PROOF'] === 'true';

export const runsOf = (sampled: number, full: number): number => (isProof ? full : sampled);

const given = process.env['ACTA_SEED'];
const drawn = given === undefined ? Date.now() % 2 ** 31 : Number(given);

/** Of the property of this name. */
export const seedOf = (name: string): number => {
  console.log(`${name}: seed ${drawn}`);
  return drawn;
};
