/** What is known about a message whose answer was lost. Times in Unix milliseconds. */
export interface UnknownFacts {
  /** Since when it is unknown. */
  unknownForMs: number;
  /** When its last attempt began. */
  attemptedAt: number;
  resends: number;
  /** WhatsApp reported anything at all about it. */
  statusSeen: boolean;
  /**
   * WhatsApp's own time of the newest status of another message of the same number that was submitted after this attempt began;
   * undefined when there was none.
   */
  laterStatusAt: number | undefined;
}

/** How much later than the attempt the status of the other message must have happened. */
export const EVIDENCE_MARGIN_MS = 5_000;

/**
 * Whether an unknown message may go back into the queue.
 *
 * Meta has no idempotency key: a request that was sent and not answered may have been carried out, and sending it again would reach
 * the customer twice. What Meta took it reports, by a `sent` status with our id in it. So silence alone proves nothing (webhooks may be
 * down), but silence while the statuses of messages that were submitted later on the same number come in says that the webhooks flow and
 * that ours was not taken. Only then, once, after a decent wait, the message is sent again. Without such evidence it stays unknown:
 * visible, counted, and settled by its status whenever that comes.
 */
export function mayResend(facts: UnknownFacts, resendAfterMs: number): boolean {
  return (
    facts.resends === 0 &&
    !facts.statusSeen &&
    facts.unknownForMs >= resendAfterMs &&
    facts.laterStatusAt !== undefined &&
    facts.laterStatusAt > facts.attemptedAt + EVIDENCE_MARGIN_MS
  );
}
