/**
 * How much of a text travels in events, in UTF-16 code units: WhatsApp's own limit is 4,096 characters, but what an inbound message
 * is rendered to may be longer, and an event must fit into a NATS message. The stored row keeps all.
 */
export const EVENT_TEXT_LIMIT = 8_000;

/** The beginning of a text, without half a surrogate pair at the cut. */
export const beginningOf = (text: string, most: number = EVENT_TEXT_LIMIT): string =>
  text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '');

/** The end of a text, without half a surrogate pair at the cut. */
export const endOf = (text: string, most: number): string =>
  text.length <= most ? text : text.slice(-most).replace(/^[\udc00-\udfff]/, '');
