/** People in a group, and how many of them did it. */
export interface Group {
  size: number;
  successes: number;
}

export interface Lift {
  /** The share of the group that got the message, less the share of the group that was held out. */
  difference: number;
  low: number;
  high: number;
  /** `unclear`: the interval holds 0, so the message may have done nothing. */
  verdict: 'higher' | 'lower' | 'unclear';
}

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;
/** Smaller groups say nothing. */
export const MIN_GROUP = 20;

const share = ({ size, successes }: Group): number => successes / size;

/** Wilson's interval of a share, with a correction for continuity. */
function wilson({ size: n, successes }: Group): { low: number; high: number } {
  const [p, z2, below] = [successes / n, Z * Z, 2 * (n + Z * Z)];
  const low = (2 * n * p + z2 - 1 - Z * Math.sqrt(z2 - 2 - 1 / n + 4 * p * (n * (1 - p) + 1))) / below;
  const high = (2 * n * p + z2 + 1 + Z * Math.sqrt(z2 + 2 - 1 / n + 4 * p * (n * (1 - p) - 1))) / below;
  return { low: successes === 0 ? 0 : Math.max(0, low), high: successes === n ? 1 : Math.min(1, high) };
}

/**
 * How much more often those who were to get the message did something than those who were held out, with a 95 % interval: Newcombe's hybrid
 * score interval with continuity correction (Statistics in Medicine 17, 1998, method 11). It holds for rare successes and groups of unequal size,
 * and covers the truth rather too often than too seldom.
 *
 * @returns null where a group is smaller than {@link MIN_GROUP}
 */
export function liftOf(treated: Group, heldOut: Group): Lift | null {
  if (treated.size < MIN_GROUP || heldOut.size < MIN_GROUP) return null;
  const [p1, p2] = [share(treated), share(heldOut)];
  const [one, two] = [wilson(treated), wilson(heldOut)];
  const difference = p1 - p2;
  const low = difference - Math.hypot(p1 - one.low, two.high - p2);
  const high = difference + Math.hypot(one.high - p1, p2 - two.low);
  return { difference, low, high, verdict: low > 0 ? 'higher' : high < 0 ? 'lower' : 'unclear' };
}
