import { Problem } from '#service-kit';

/**
 * Bytes of a content's JSON. The largest that WhatsApp takes are far below, and an event that carries one fits into a NATS message
 * (1 MiB) whatever else is in it.
 */
export const MAX_CONTENT_BYTES = 256 * 1024;

export const contentTooLarge = (): Problem =>
  new Problem(413, 'content_too_large', `The content must have at most ${MAX_CONTENT_BYTES} bytes as JSON; files go by id or link.`);
