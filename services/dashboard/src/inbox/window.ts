/** Free answers are possible for 24 hours after the customer wrote. Source: Meta, "Customer service windows". */
const LONGEST_MS = 24 * 60 * 60_000;

/** What is left of the window, in ms: 0 where it is over or never was, and never more than WhatsApp gives. @param now by the server's clock */
export function windowLeft(windowExpiresAt: string | null, now: number): number {
  if (windowExpiresAt === null) return 0;
  return Math.min(LONGEST_MS, Math.max(0, Date.parse(windowExpiresAt) - now));
}
