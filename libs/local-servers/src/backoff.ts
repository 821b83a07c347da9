const FIRST_MS = 200;
const LONGEST_MS = 5_000;
const HEALTHY_AFTER_MS = 30_000;

/**
 * How long to wait before the next start, in ms.
 *
 * @param previousMs the wait before the start that has just ended, undefined when there was none
 * @param livedMs how long the process lived; long enough, and it counts as healthy: the waits begin anew
 */
export function nextDelayMs(previousMs: number | undefined, livedMs: number): number {
  if (previousMs === undefined || livedMs >= HEALTHY_AFTER_MS) return FIRST_MS;
  return Math.min(previousMs * 2, LONGEST_MS);
}
