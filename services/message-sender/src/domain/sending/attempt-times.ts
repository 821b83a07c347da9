/** For what comes before and after the exchange of an attempt: from its claim to its request, and for storing its outcome. */
const MARGIN_MS = 5_000;

/**
 * Whether the request of an attempt may still be written. Together with {@link abandonedAfterMs} it keeps one message from being under
 * way twice: a request begins at most the margin after its claim and lasts at most the timeout, so it is over when others may take the
 * message for abandoned.
 *
 * @param claimedAt when the claim was asked for; both times in Unix milliseconds, which go on while a machine sleeps
 */
export const mayStart = (claimedAt: number, now: number, graphTimeoutMs: number): boolean =>
  now - claimedAt <= Math.min(graphTimeoutMs, MARGIN_MS);

/** How long after its claim an attempt of which nobody has the outcome counts as abandoned by its process. */
export const abandonedAfterMs = (graphTimeoutMs: number): number => graphTimeoutMs + MARGIN_MS;
