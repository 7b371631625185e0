/** Student's t-distribution for whole degrees of freedom (Abramowitz & Stegun, 26.7.3 and 26.7.4). */

/** Probability that |T| ≤ t, t ≥ 0. */
const central = (t: number, degrees: number): number => {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  if (degrees === 1) return (2 * angle) / Math.PI;
  let term = isOdd ? cosine : 1;
  let sum = term;
  for (let at = isOdd ? 3 : 2; at <= degrees - 2; at += 2) {
    term *= (cosine * cosine * (at - 1)) / at;
    sum += term;
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
};

/**
 * The t within which the distribution has so much of its mass: |T| ≤ t with this probability.
 *
 * @param probability above 0 and below 1
 * @param degrees of freedom, a whole number from 1
 */
export const centralQuantile = (probability: number, degrees: number): number => {
  let [low, high] = [0, 1];
  while (central(high, degrees) < probability) high *= 2;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (central(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return high;
};
