/** Life of the customer service window after a customer's message, by WhatsApp's own timestamp. Source: Meta, "Customer service windows". */
export const WINDOW_MS = 24 * 60 * 60_000;

/** When the window that a message opened ends. @param inboundAt ISO 8601 */
export const windowAfter = (inboundAt: string): string => new Date(Date.parse(inboundAt) + WINDOW_MS).toISOString();

/** Whether free-form messages may be sent: until the last instant before 24:00:00, never without a customer's message. */
export const isWindowOpen = (windowExpiresAt: string | null, now: Date): boolean =>
  windowExpiresAt !== null && now.getTime() < Date.parse(windowExpiresAt);
