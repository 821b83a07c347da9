/** What a customer answers to an order that is to be confirmed. */
export interface OrderAnswer {
  orderId: string;
  to: 'confirmed' | 'cancelled';
}

const WORDS = { 'order-confirm': 'confirmed', 'order-cancel': 'cancelled' } as const;
const ANSWER = /^(order-confirm|order-cancel):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

/** What stands behind the two buttons: to confirm, and to cancel. */
export const orderAnswersOf = (orderId: string): [confirm: string, cancel: string] => [
  `order-confirm:${orderId}`,
  `order-cancel:${orderId}`,
];

/**
 * Reads a press on one of the two buttons, of a text or of a template. Source: Meta, "Webhooks", messages object, `interactive`, `button`.
 *
 * @param raw the message as it was received @returns undefined where it is something else
 */
export function readOrderAnswer(raw: unknown): OrderAnswer | undefined {
  const message = raw as { interactive?: { button_reply?: { id?: unknown } | null } | null; button?: { payload?: unknown } | null } | null;
  const id = message?.interactive?.button_reply?.id ?? message?.button?.payload;
  const [, word, orderId] = ANSWER.exec(typeof id === 'string' ? id : '') ?? [];
  return word && orderId ? { orderId, to: WORDS[word as keyof typeof WORDS] } : undefined;
}
