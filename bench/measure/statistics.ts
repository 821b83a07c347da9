/** Nearest-rank percentile of values sorted in ascending order. @param share from 0 to 1. @returns NaN when there are no values */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const rank = Math.ceil(share * sorted.length);
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1]!;
}

/** The middle value; the mean of the two middle ones when their number is even. @returns NaN when there are none */
export function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export interface Latency {
  count: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

/** Sorts a copy; every value in ms. */
export function latencyOf(valuesMs: readonly number[]): Latency {
  const sorted = Float64Array.from(valuesMs).sort();
  return { count: sorted.length, p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99), maxMs: percentile(sorted, 1) };
}

export interface Spread {
  median: number;
  least: number;
  most: number;
}

/**
 * Ratios of rounds that were measured one after the other, round by round: what slows the machine for a while slows both of a pair,
 * and so says little about their ratio. Undefined when there is nothing to compare with.
 */
export function pairedRatios(values: readonly number[], baselines: readonly number[]): Spread | undefined {
  const ratios = values.slice(0, baselines.length).map((value, round) => value / baselines[round]!);
  if (ratios.length === 0 || !ratios.every(Number.isFinite)) return undefined;
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
